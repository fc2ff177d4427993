using SkRouter.AspNetCore.Dashboard.Access;
using SkRouter.Ledger.Sqlite.Access;

namespace SkRouter.Cli.Commands;

/// <summary>Puts what is changed by commands on the ledger's audit log, before it is changed.</summary>
internal static class CommandAudit
{
    public static void Add(string ledger, TimeProvider time, AdminAction action) =>
        new SqliteAdminStore(ledger, TimeSpan.FromSeconds(30)).Append(
            new(
                time.GetUtcNow(),
                $"{Environment.UserName} at the command line of {Environment.MachineName}",
                action.Action,
                action.Target,
                action.Before,
                action.After
            )
        );
}
