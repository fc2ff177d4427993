using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SkRouter.Ledger.Sqlite;
using SkRouter.Pipeline;
using SkRouter.Simulator;

namespace SkRouter.Cli.Tests.Serve;

/// <summary>Clients that take their time, on purpose or not: they are let go, and nobody else notices.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private const int Words = 60_000;
    private static readonly TimeSpan LetGoWithin = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-slow");
    private SimulatorServer _provider = null!;
    private ServedProcess _server = null!;

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public async Task InitializeAsync()
    {
        _provider = await SimulatorServer.StartAsync(script =>
            script
                .Model("short")
                .Model(
                    "long",
                    model => model.Say(string.Join(' ', Enumerable.Repeat("word", Words)))
                )
        );
        var config = Path.Combine(_folder.FullName, "slow.json");
        await File.WriteAllTextAsync(
            config,
            JsonSerializer.Serialize(
                new
                {
                    Server = new { SlowClientSeconds = 2 },
                    SkRouter = new
                    {
                        Providers = new
                        {
                            openai = new
                            {
                                BaseUrl = _provider.Endpoint,
                                ApiKey = "none",
                                Models = new[] { "short", "long" },
                            },
                        },
                        MissingPrice = "Warn",
                        DefaultRole = "triage",
                        Roles = new
                        {
                            triage = new { Prefer = new[] { "openai/short" } },
                            writer = new { Prefer = new[] { "openai/long" } },
                        },
                    },
                }
            )
        );
        _server = await ServedProcess.StartAsync(Ledger, config);
    }

    public async Task DisposeAsync()
    {
        _server.Dispose();
        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")]
    [InlineData(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"
    )]
    public async Task Serve_RequestThatNeverEnds_IsLetGoAndOthersAreAnswered(string begin)
    {
        var slow = new List<Socket>();
        for (var i = 0; i < 50; i++)
        {
            slow.Add(await SendAsync(begin));
        }

        (await _server.AskAsync(streamed: false)).ShouldNotBeNull();

        using var late = new CancellationTokenSource(LetGoWithin);
        foreach (var socket in slow)
        {
            await ReadToEndAsync(socket, late.Token);
            socket.Dispose();
        }

        (await _server.AskAsync(streamed: true)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Serve_ReaderThatTakesNothing_IsLetGoAndItsCallIsSettled()
    {
        var body =
            """{"model":"writer","stream":true,"messages":[{"role":"user","content":"x"}]}""";
        using var socket = await SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body).ToString(System.Globalization.CultureInfo.InvariantCulture)}\r\n\r\n{body}"
        );

        (await _server.AskAsync(streamed: false)).ShouldNotBeNull();
        var record = await SettledAsync();

        // Which of the two depends on what is noticed first: that the request is over, or that nobody reads on.
        record.Outcome.ShouldBeOneOf(RoundTripOutcome.Cancelled, RoundTripOutcome.Abandoned);
        record.Usage.OutputTokens.ShouldBeInRange(1, Words);
    }

    private async Task<Socket> SendAsync(string text)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        return socket;
    }

    private static async Task ReadToEndAsync(Socket socket, CancellationToken cancellation)
    {
        var buffer = new byte[4_096];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellation) > 0)
            {
                // A status that says so may come first.
            }
        }
        catch (SocketException)
        {
            // Cut off without a word.
        }
    }

    private async Task<DecisionRecord> SettledAsync()
    {
        using var late = new CancellationTokenSource(LetGoWithin);
        while (true)
        {
            using (var report = SqliteSpendReport.Open(Ledger))
            {
                var found = await report.RecordsAsync(
                    new() { Count = 1, Role = "writer" },
                    late.Token
                );
                if (found.Records is [var record])
                {
                    return record;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, late.Token);
        }
    }
}
