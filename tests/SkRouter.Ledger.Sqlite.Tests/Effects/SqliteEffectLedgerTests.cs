using SkRouter.Effects;
using SkRouter.Ledger.Sqlite.Effects;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Tests.Effects;

public sealed class SqliteEffectLedgerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("effects");

    private string File => Path.Combine(_folder.FullName, "effects.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Ledger_OpenedAgain_HasWhatWasRecorded()
    {
        using (var ledger = new SqliteEffectLedger(File))
        {
            await ledger.BeginAsync("a", "Charge");
            await ledger.BeginAsync("b", "Charge");
            await ledger.EndAsync(new("b", "Charge", EffectState.Done, "charged"));
            await ledger.BeginAsync("c", "Print");
            await ledger.EndAsync(new("c", "Print", EffectState.Failed, "no paper"));
        }

        using var again = new SqliteEffectLedger(File);

        (await again.FindAsync("a")).ShouldBe(new("a", "Charge", EffectState.Begun, null));
        (await again.FindAsync("b")).ShouldBe(new("b", "Charge", EffectState.Done, "charged"));
        (await again.FindAsync("c")).ShouldBe(new("c", "Print", EffectState.Failed, "no paper"));
        (await again.FindAsync("d")).ShouldBeNull();
    }

    [Fact]
    public async Task Ledger_TwoProcessesAtOnce_SeeEachOther()
    {
        using var one = new SqliteEffectLedger(File);
        using var other = new SqliteEffectLedger(File);

        await one.BeginAsync("a", "Charge");

        (await other.FindAsync("a"))!.State.ShouldBe(EffectState.Begun);
    }

    [Fact]
    public void Ledger_FolderIsMissing_SaysWhere()
    {
        var exception = Should.Throw<RouterException>(() =>
            new SqliteEffectLedger(Path.Combine(_folder.FullName, "missing", "effects.db"))
        );

        exception.Code.ShouldBe(RouterErrorCode.Ledger);
        exception.Message.ShouldContain("missing");
    }
}
