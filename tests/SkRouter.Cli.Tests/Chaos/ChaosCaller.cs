using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>One of the callers of a key: asks again and again, whatever happens to the server.</summary>
internal sealed class ChaosCaller(ChaosLoad load, string key, string secret, int number, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseWhileGone = TimeSpan.FromMilliseconds(250);

    // Silence is rare: it holds its caller until the limit of the first token.
    private static readonly string[] OwnFaults =
    [
        .. Enumerable
            .Repeat(
                new[]
                {
                    nameof(UpstreamFault.InternalError),
                    nameof(UpstreamFault.Malformed),
                    nameof(UpstreamFault.Cut),
                    nameof(UpstreamFault.Empty),
                    nameof(UpstreamFault.Reset),
                    "Stop",
                    "Surrogate",
                    "Invalid",
                },
                6
            )
            .SelectMany(static names => names),
        nameof(UpstreamFault.Silence),
    ];

    /// <summary>Providers number their answers below this.</summary>
    private const int MostTokens = 90_000;

    private readonly Random _random = new(seed);
    private int _count;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var call = await CallAsync();
            load.Add(call);
            await Task.Delay(
                call.End is ChaosEnd.Lost ? PauseWhileGone : Pause,
                TimeProvider.System,
                CancellationToken.None
            );
        }
    }

    private async Task<ChaosCall> CallAsync()
    {
        var id = FormattableString.Invariant($"{key}-{number}-{++_count}");
        var wish = key switch
        {
            "steady" => "steady",
            "poison" => OwnFaults[_random.Next(OwnFaults.Length)],
            _ => "rough",
        };
        var streamed = _random.Next(2) == 0;
        var path = (string[])["/v1/chat/completions", "/v1/responses", "/v1/messages"];
        var face = path[_random.Next(path.Length)];
        var call = new ChaosCall(
            id,
            key,
            wish,
            $"{face}{(streamed ? " streamed" : "")}",
            load.PhaseNumber
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(load.Address, face))
        {
            Content = new ByteArrayContent(Body(id, wish, face, streamed)),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        request.Headers.Add("x-skrouter-tags", $"call={id}");
        // A run of its own now and then: whoever opens one writes to the ledger's file.
        request.Headers.Add(
            "x-skrouter-run",
            _random.Next(10) == 0 ? id : FormattableString.Invariant($"run-{key}-{number}")
        );
        using var late = new CancellationTokenSource(Patience);
        return await SendAsync(call, request, late.Token);
    }

    private async Task<ChaosCall> SendAsync(
        ChaosCall call,
        HttpRequestMessage request,
        CancellationToken late
    )
    {
        var body = new StringBuilder();
        try
        {
            using var response = await load.Client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                late
            );
            call = call with
            {
                Status = (int)response.StatusCode,
                Record = Header(response, "x-skrouter-record"),
                Deployment = Header(response, "x-skrouter-deployment"),
            };
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(late));
            while (await reader.ReadLineAsync(late) is { } line)
            {
                body.AppendLine(line);
            }

            var text = body.ToString();
            return call with { Body = text, End = EndOf(call, text) };
        }
        catch (OperationCanceledException)
        {
            return call with { Body = body.ToString(), End = ChaosEnd.Hang };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // An error event may have come before the connection was cut.
            var text = body.ToString();
            return call with
            {
                Body = text,
                End = IsErrorEvent(text) ? ChaosEnd.ErrorEvent : ChaosEnd.Lost,
            };
        }
    }

    private static ChaosEnd EndOf(ChaosCall call, string text) =>
        call.Status != 200 || !call.Shape.EndsWith(" streamed", StringComparison.Ordinal)
            ? ChaosEnd.Whole
        : IsErrorEvent(text) ? ChaosEnd.ErrorEvent
        : text.Contains("data: [DONE]", StringComparison.Ordinal)
        || text.Contains("event: message_stop", StringComparison.Ordinal)
        || text.Contains("event: response.completed", StringComparison.Ordinal)
            ? ChaosEnd.Whole
        : ChaosEnd.Truncated;

    private static bool IsErrorEvent(string text) =>
        text.Contains("event: error", StringComparison.Ordinal)
        || text.Contains("event: response.failed", StringComparison.Ordinal)
        || text.Contains("data: {\"error\":", StringComparison.Ordinal);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static byte[] Body(string id, string wish, string face, bool streamed)
    {
        var said = $"call {id} is {wish}";
        var role = wish == "rough" ? "rough" : "main";
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["model"] = role,
            ["stream"] = streamed,
        };
        if (face == "/v1/responses")
        {
            body["input"] = said;
            body["max_output_tokens"] = MostTokens;
            body["store"] = id.Length % 2 == 0;
        }
        else
        {
            body["messages"] = new[] { new { role = "user", content = said } };
            body["max_tokens"] = MostTokens;
        }

        if (wish == "Stop" && face != "/v1/responses")
        {
            body[face == "/v1/messages" ? "stop_sequences" : "stop"] = new[] { "w0" };
        }

        var json = JsonSerializer.Serialize(body);
        return Encoding.UTF8.GetBytes(
            wish switch
            {
                "Surrogate" => json.Replace(said, said + "\\ud800", StringComparison.Ordinal),
                "Invalid" => json[..^2],
                _ => json,
            }
        );
    }
}
