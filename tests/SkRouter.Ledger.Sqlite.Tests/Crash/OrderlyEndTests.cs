using System.Diagnostics;
using System.Globalization;

namespace SkRouter.Ledger.Sqlite.Tests.Crash;

/// <summary>Real processes that end in an orderly way without closing their ledger: nothing is lost, whatever the durability.</summary>
public sealed class OrderlyEndTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly LedgerFolder _folder = new();

    public static TheoryData<string, Durability> Ends
    {
        get
        {
            var ends = new TheoryData<string, Durability>();
            foreach (
                var way in (string[])
                    [
                        "return",
                        "exit",
                        "throw",
                        "throw on a thread",
                        "host",
                        "SIGINT",
                        "SIGTERM",
                        "SIGQUIT",
                        "SIGHUP",
                    ]
            )
            {
                ends.Add(way, Durability.Default);
            }

            ends.Add("return", Durability.Committed);
            ends.Add("SIGTERM", Durability.Committed);
            return ends;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task End_NobodyClosedTheLedger_EverythingIsInIt(string way, Durability durability)
    {
        var isSignal = way.StartsWith("SIG", StringComparison.Ordinal);
        if (isSignal && OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = Start(isSignal ? "wait" : way, durability);
        var said = await process.StandardOutput.ReadLineAsync();
        if (isSignal)
        {
            using var kill = Process.Start(
                "kill",
                [$"-{way[3..]}", process.Id.ToString(CultureInfo.InvariantCulture)]
            );
            await kill.WaitForExitAsync();
        }

        using var tooLong = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(tooLong.Token);

        said.ShouldBe("40 calls");
        LedgerAudit
            .Lines(_folder.Path, "SELECT record_id FROM requests")
            .Count.ShouldBe(40, await process.StandardError.ReadToEndAsync());
        LedgerAudit.ShouldAddUp(_folder.Path);
        if (!isSignal)
        {
            // A signal may be handled by the app, which goes on then, so that the ledger stays open and its journal with it.
            Directory
                .GetFiles(Path.GetDirectoryName(_folder.Path)!, "*.journal-*")
                .ShouldBeEmpty("the journal was brought in");
        }

        if (way == "exit")
        {
            process.ExitCode.ShouldBe(3);
        }
    }

    // A shell that runs tests in the background hands ignored signals down; on Linux they are set back.
    private Process Start(string way, Durability durability)
    {
        string[] command =
        [
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "CrashedWriter.dll"),
            _folder.Path,
            "end",
            way,
            durability.ToString(),
        ];
        if (way == "wait" && OperatingSystem.IsLinux())
        {
            command = ["env", "--default-signal=INT,QUIT,HUP,TERM", .. command];
        }

        return Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
    }
}
