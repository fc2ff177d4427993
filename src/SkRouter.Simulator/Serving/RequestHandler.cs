using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Serving;

/// <summary>Everything that the simulator's port answers to.</summary>
internal sealed class RequestHandler(
    CompiledScript script,
    IReadOnlyDictionary<string, SimulatedModel> models,
    SimulatorOptions options,
    CancellationToken stopping
)
{
    private const string Bearer = "Bearer ";
    private readonly int _seed = options.Seed ?? script.Source.Seed;

    public SimulatedClock Clock { get; } = new(options.TimeProvider);

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            CheckKey(http);
            await RouteAsync(http).ConfigureAwait(false);
        }
        catch (ApiError error)
        {
            await ErrorWriter.SendAsync(http, error).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var place = path.StartsWith("/v1/", StringComparison.Ordinal) ? path[3..] : path;
        if (place == "/chat/completions" && HttpMethods.IsPost(http.Request.Method))
        {
            return CompleteAsync(http);
        }

        if (place == "/models" && HttpMethods.IsGet(http.Request.Method))
        {
            return ModelList.SendAsync(http.Response, models.Keys, Clock.Now);
        }

        throw new ApiError(
            404,
            $"Unknown request URL: {http.Request.Method} {path}. Use POST /v1/chat/completions or GET /v1/models.",
            "invalid_request_error",
            null,
            "unknown_url"
        );
    }

    private async Task CompleteAsync(HttpContext http)
    {
        var received = Clock.Timestamp;
        var body = await ReadAsync(http).ConfigureAwait(false);
        if (
            body.ValueKind == JsonValueKind.Object
            && RequestReader.Text(body, "model") is { Length: > 0 } name
            && !models.ContainsKey(name)
        )
        {
            throw ApiError.ModelNotFound(name);
        }

        var request = RequestReader.Read(body);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            stopping
        );
        var exchange = Begin(http, request, cancelled.Token);
        try
        {
            await ChatCompletions.AnswerAsync(exchange, script.Rules).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            exchange.Failed();
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            // A delegate or a pattern of the script went wrong: its author should see it where the answer was expected.
            await exchange.FailedByScriptAsync(exception).ConfigureAwait(false);
        }
        finally
        {
            var ended = exchange.Logged.Change(logged =>
                logged with
                {
                    Duration = Clock.Since(received),
                }
            );
            options.OnRequest?.Invoke(ended);
        }
    }

    private Exchange Begin(HttpContext http, SimulatedRequest request, CancellationToken cancelled)
    {
        var model = models[request.Model];
        request.Number = model.Log.NextNumber();
        var random = Identifiers.For(_seed, model.Name, request.Number);
        var fault = model.FaultFor(request, Clock.SinceStart, random);
        var logged = model.Log.Add(
            new()
            {
                Model = model.Name,
                Number = request.Number,
                ReceivedAt = Clock.Now,
                Streamed = request.Streamed,
                Body = request.Body,
                ApiKeyFingerprint = Fingerprint(Key(http)),
                Fault = fault?.Kind,
            }
        );
        http.Response.Headers["x-request-id"] = Identifiers.Request(random);
        foreach (var (name, value) in model.Compiled.Source.Headers)
        {
            http.Response.Headers[name] = value;
        }

        return new()
        {
            Http = http,
            Model = model,
            Request = request,
            Logged = logged,
            Clock = Clock,
            Random = random,
            Fault = fault,
            Cancelled = cancelled,
            Stopping = stopping,
        };
    }

    private static async Task<JsonElement> ReadAsync(HttpContext http)
    {
        try
        {
            using var document = await JsonDocument
                .ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted)
                .ConfigureAwait(false);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw ApiError.Invalid("We could not parse the JSON body of your request.", null);
        }
    }

    private void CheckKey(HttpContext http)
    {
        if (script.Source.ApiKey is { } expected && Key(http) != expected)
        {
            throw ApiError.OfStatus(401);
        }
    }

    private static string? Key(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..]
            : null;
    }

    private static string? Fingerprint(string? key) =>
        key is null
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4));
}
