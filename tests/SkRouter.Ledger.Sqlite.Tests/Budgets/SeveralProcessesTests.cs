using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Budgets;
using SkRouter.Ledger.Sqlite.Budgets;

namespace SkRouter.Ledger.Sqlite.Tests.Budgets;

/// <summary>Several processes, each with sixteen tasks, against one budget in one file.</summary>
public sealed class SeveralProcessesTests : IDisposable
{
    private const int Processes = 4;
    private const int Tasks = 16;
    private const decimal Limit = 10;
    private static readonly Budget Budget = new(
        new(BudgetScopeKind.Tenant, "acme"),
        Limit,
        BudgetWindow.Forever
    );

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReserveAsync_FourProcesses_NeverOverByACentAndNeverRefusedWhatFits()
    {
        var spenders = Enumerable.Range(0, Processes).Select(seed => Start(seed)).ToList();
        var said = new List<(string Word, decimal Usd)>();
        foreach (var spender in spenders)
        {
            said.AddRange(
                (await spender.StandardOutput.ReadToEndAsync()).Split('\n')[..^1].Select(Read)
            );
            await spender.WaitForExitAsync();
            spender.ExitCode.ShouldBe(0);
            spender.Dispose();
        }

        var spent = said.Where(line => line.Word == "spent").Sum(line => line.Usd);
        using var store = new SqliteBudgetStore(_folder.Path, new(), TimeProvider.System);
        var state = (await store.ReadAsync([Budget]))[0];
        (state.SpentUsd, state.ReservedUsd).ShouldBe((spent, 0));
        spent.ShouldBeLessThanOrEqualTo(Limit);
        var refused = said.Where(line => line.Word == "refused").ToList();
        refused.Count.ShouldBe(Processes * Tasks);
        refused.ShouldAllBe(line => line.Usd < 0);
    }

    [Fact]
    public async Task ReserveAsync_HolderIsKilled_ItsReservationsExpireWithItsLease()
    {
        using var spender = Start(seed: 1, "hold");
        var held = 0m;
        for (var task = 0; task < Tasks; task++)
        {
            held += Read((await spender.StandardOutput.ReadLineAsync())!).Usd;
        }

        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var store = new SqliteBudgetStore(_folder.Path, new(), time);
        spender.Kill();
        await spender.WaitForExitAsync();

        (await store.ReadAsync([Budget]))[0].ReservedUsd.ShouldBe(held);
        time.Advance(BudgetLease.Length);
        var state = (await store.ReadAsync([Budget]))[0];
        (state.SpentUsd, state.ReservedUsd).ShouldBe((0, 0));
        LedgerAudit
            .Lines(_folder.Path, "SELECT usd FROM budget_events WHERE event = 'expired'")
            .Sum(usd => decimal.Parse(usd, CultureInfo.InvariantCulture))
            .ShouldBe(held);
    }

    [Fact]
    public async Task ReserveAsync_HolderIsAlive_KeepsWhatItHoldsBeyondTheLease()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var holder = new SqliteBudgetStore(_folder.Path, new(), time);
        using var other = new SqliteBudgetStore(_folder.Path, new(), time);
        var now = time.GetUtcNow();
        await holder.ReserveAsync(
            new("r", [new(Budget, 4, 4)], now, now + TimeSpan.FromMinutes(8))
        );

        for (var i = 0; i < 16; i++)
        {
            time.Advance(BudgetLease.RenewEvery);
        }

        (await other.ReadAsync([Budget]))[0].ReservedUsd.ShouldBe(4);
    }

    private Process Start(int seed, params IEnumerable<string> more)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "BudgetSpender.dll"),
            _folder.Path,
            Limit.ToString(CultureInfo.InvariantCulture),
            seed.ToString(CultureInfo.InvariantCulture),
            .. more,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static (string Word, decimal Usd) Read(string line)
    {
        var parts = line.Split(' ');
        return (parts[0], decimal.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
