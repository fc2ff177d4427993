using SkRouter.Cli.Tests.Chaos;

namespace SkRouter.Cli.Tests.Serve;

/// <summary>A ledger that another process holds while the server starts: said at once, and waited for.</summary>
public sealed class LockedLedgerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-locked");

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Start_LedgerIsLocked_SaysSoAtOnceAndGoesOnWhenItIsFree()
    {
        Route.CommandRun.Of("key", "create", "ann", "--ledger", Ledger).ExitCode.ShouldBe(0);
        using var held = new LedgerLock(Ledger);
        using var server = ServedProcess.Start(Ledger, config: null, noAuth: true);
        try
        {
            var said = await server.StandardError.ReadLineAsync();
            said.ShouldNotBeNull().ShouldContain("locked by another process");
            server.HasExited.ShouldBeFalse();
            held.Dispose();

            var first = await server.StandardOutput.ReadLineAsync();
            first.ShouldNotBeNull().ShouldContain("listens on");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }
}
