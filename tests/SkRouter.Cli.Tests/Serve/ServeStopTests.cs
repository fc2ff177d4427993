using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SkRouter.Ledger.Sqlite;
using SkRouter.Pipeline;
using SkRouter.Simulator;

namespace SkRouter.Cli.Tests.Serve;

/// <summary>A server that is asked to stop: calls end whole or are told that they were cut, and all of them are in the ledger.</summary>
public sealed class ServeStopTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-stop");
    private SimulatorServer _provider = null!;

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public async Task InitializeAsync() =>
        _provider = await SimulatorServer.StartAsync(script =>
            script
                .Model("m-brief", model => model.Say(Words(60)).Speed(TimeSpan.Zero, 30))
                .Model("m-endless", model => model.Say(Words(20_000)).Speed(TimeSpan.Zero, 30))
        );

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Terminate_StreamThatEndsInTime_IsWholeAndBooked()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var server = await StartAsync(drainSeconds: 30);
        var (response, reader) = await OpenAsync(server, "brief");
        using (response)
        using (reader)
        {
            await server.SignalAsync();
            var rest = await reader.ReadToEndAsync();

            rest.ShouldContain("[DONE]");
            (await server.ExitAsync()).ShouldBe(0);
            var output = await server.OutputAsync();
            output.ShouldContain("1 round trip for $");
            output.ShouldContain("saved against always the strongest model of each role");
        }

        (await RecordAsync("brief")).Outcome.ShouldBe(RoundTripOutcome.Answered);
        Directory.GetFiles(_folder.FullName, "*journal*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(600, 2)]
    public async Task Terminate_StreamThatDoesNotEnd_IsToldSoAndBooked(
        int drainSeconds,
        int signals
    )
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var server = await StartAsync(drainSeconds);
        var (response, reader) = await OpenAsync(server, "endless");
        using (response)
        using (reader)
        {
            await server.SignalAsync();
            for (var i = 1; i < signals; i++)
            {
                // The second one must not come while the first is on its way.
                await reader.ReadLineAsync();
                await reader.ReadLineAsync();
                await reader.ReadLineAsync();
                await server.SignalAsync();
            }

            var rest = "";
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    rest = line.Length > 0 ? line : rest;
                }
            }
            catch (IOException)
            {
                // The connection is cut behind the event.
            }

            rest.ShouldContain("server_stopping");
            (await server.ExitAsync()).ShouldBe(0);
        }

        var record = await RecordAsync("endless");
        record.Outcome.ShouldBe(RoundTripOutcome.Cancelled);
        record.Usage.OutputTokens.ShouldBeGreaterThan(0);
    }

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count));

    private static async Task<(HttpResponseMessage Response, StreamReader Reader)> OpenAsync(
        ServedProcess server,
        string role
    )
    {
        var client = new HttpClient { BaseAddress = server.Address };
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(
                new
                {
                    model = role,
                    stream = true,
                    messages = new[] { new { role = "user", content = "x" } },
                }
            ),
        };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();
        return (response, reader);
    }

    private async Task<DecisionRecord> RecordAsync(string role)
    {
        using var report = SqliteSpendReport.Open(Ledger);
        return (await report.RecordsAsync(new() { Count = 1, Role = role })).Records.Single();
    }

    private async Task<ServedProcess> StartAsync(int drainSeconds)
    {
        var config = Path.Combine(_folder.FullName, "stop.json");
        await File.WriteAllTextAsync(
            config,
            JsonSerializer.Serialize(
                new
                {
                    Server = new { DrainSeconds = drainSeconds },
                    SkRouter = new
                    {
                        Providers = new
                        {
                            openai = new
                            {
                                BaseUrl = _provider.Endpoint,
                                ApiKey = "none",
                                Models = new[] { "m-brief", "m-endless" },
                            },
                        },
                        MissingPrice = "Warn",
                        Roles = new Dictionary<string, object>
                        {
                            ["brief"] = new { Prefer = new[] { "openai/m-brief" } },
                            ["endless"] = new { Prefer = new[] { "openai/m-endless" } },
                        },
                    },
                }
            )
        );
        return await ServedProcess.StartAsync(Ledger, config);
    }
}
