using System.Globalization;
using SkRouter.Budgets;
using SkRouter.Ledger.Sqlite;
using SkRouter.Ledger.Sqlite.Budgets;

namespace SkRouter.BudgetSpender;

/// <summary>
/// Spends a budget in a ledger's file from sixteen tasks until it refuses each, and says every cent: <c>held</c> and <c>spent</c> amounts, and how
/// the budget stood when it refused. Arguments: the file, the limit, a seed, and <c>hold</c> to hold once for each task and wait to be killed.
/// </summary>
internal static class Program
{
    private const int Tasks = 16;
    private const decimal Least = 0.02m;
    private const decimal Most = 0.06m;

    private static readonly TextWriter Output = TextWriter.Synchronized(Console.Out);

    private static async Task Main(string[] args)
    {
        var culture = CultureInfo.InvariantCulture;
        var (path, seed) = (args[0], int.Parse(args[2], culture));
        var budget = new Budget(
            new(BudgetScopeKind.Tenant, "acme"),
            decimal.Parse(args[1], culture),
            BudgetWindow.Forever
        );
        using var store = new SqliteBudgetStore(
            path,
            new SqliteLedgerOptions(),
            TimeProvider.System
        );
        var spenders = Enumerable
            .Range(0, Tasks)
            .Select(task =>
                Task.Run(() =>
                    SpendAsync(store, budget, new Random((seed * Tasks) + task), args.Length > 3)
                )
            );
        await Task.WhenAll(spenders);
        if (args.Length > 3)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        }
    }

    private static async Task SpendAsync(
        SqliteBudgetStore store,
        Budget budget,
        Random random,
        bool onlyHold
    )
    {
        while (true)
        {
            var now = TimeProvider.System.GetUtcNow();
            var reservation = new BudgetReservation(
                Guid.NewGuid().ToString(),
                [new(budget, Least, Most)],
                now,
                now + TimeSpan.FromMinutes(8)
            );
            var grant = await store.ReserveAsync(reservation);
            if (grant.Full is { } full)
            {
                await Output.WriteLineAsync(
                    FormattableString.Invariant($"refused {full.LimitLeft() - Least}")
                );
                return;
            }

            var held = grant.HeldUsd[0];
            if (onlyHold)
            {
                await Output.WriteLineAsync(FormattableString.Invariant($"held {held}"));
                return;
            }

            await Task.Yield();
            var cost = Math.Round(held * (decimal)random.NextDouble(), 4);
            await store.SettleAsync(reservation, [cost]);
            await Output.WriteLineAsync(FormattableString.Invariant($"spent {cost}"));
        }
    }

    private static decimal LimitLeft(this BudgetState state) =>
        state.Budget.LimitUsd - state.SpentUsd - state.ReservedUsd;
}
