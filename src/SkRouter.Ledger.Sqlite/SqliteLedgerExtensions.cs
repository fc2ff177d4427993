using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SkRouter.Access;
using SkRouter.Budgets;
using SkRouter.Catalog;
using SkRouter.DependencyInjection;
using SkRouter.Escalation;
using SkRouter.Ledger.Sqlite.Access;
using SkRouter.Ledger.Sqlite.Budgets;
using SkRouter.Ledger.Sqlite.Learning;
using SkRouter.Ledger.Sqlite.Responses;
using SkRouter.Responses;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite;

/// <summary>Brings the ledger in a SQLite file to the router.</summary>
public static class SqliteLedgerExtensions
{
    /// <summary>
    /// Keeps the books, what budgets count, what was learned of models, virtual keys and stored responses in a SQLite file, which is made if it is missing. Several processes may use one file; it must be on a local disk.
    /// </summary>
    /// <param name="router">The router's builder.</param>
    /// <param name="path">The file.</param>
    /// <param name="configure">Changes how the books are kept.</param>
    public static RouterBuilder UseSqliteLedger(
        this RouterBuilder router,
        string path,
        Action<SqliteLedgerOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = new SqliteLedgerOptions();
        configure?.Invoke(options);
        options.Verify();
        router.Services.Replace(
            ServiceDescriptor.Singleton<ISpendLedger>(services => new SqliteLedger(
                path,
                options,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILoggerFactory>().CreateLogger<SqliteLedger>(),
                services.GetService<IMeterFactory>()
            ))
        );
        router.Services.Replace(
            ServiceDescriptor.Singleton<IBudgetStore>(services => new SqliteBudgetStore(
                path,
                options,
                services.GetRequiredService<TimeProvider>()
            ))
        );
        router.Services.Replace(
            ServiceDescriptor.Singleton<IAbilityStore>(_ => new SqliteAbilityStore(path, options))
        );
        router.Services.Replace(
            ServiceDescriptor.Singleton<IEscalationStore>(_ => new SqliteEscalationStore(
                path,
                options
            ))
        );
        router.Services.Replace(
            ServiceDescriptor.Singleton<IApiKeyStore>(_ => new SqliteApiKeyStore(
                path,
                options.BusyTimeout,
                Environment.GetEnvironmentVariable
            ))
        );
        router.Services.Replace(
            ServiceDescriptor.Singleton<IAdminStore>(_ => new SqliteAdminStore(
                path,
                options.BusyTimeout
            ))
        );
        router.Services.Replace(
            ServiceDescriptor.Singleton<IOwnershipStore>(services => new SqliteOwnershipStore(
                path,
                options.BusyTimeout,
                services.GetRequiredService<TimeProvider>()
            ))
        );
        router.Services.Replace(
            ServiceDescriptor.Singleton<IResponseStore>(services => new SqliteResponseStore(
                path,
                options.BusyTimeout,
                services.GetRequiredService<TimeProvider>()
            ))
        );
        return router;
    }
}
