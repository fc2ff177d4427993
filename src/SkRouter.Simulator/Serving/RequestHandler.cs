using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols;
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
    private readonly int _seed = options.Seed ?? script.Source.Seed;

    public SimulatedClock Clock { get; } = new(options.TimeProvider);

    public async Task HandleAsync(HttpContext http)
    {
        var route = ProviderRoute.Of(http.Request);
        try
        {
            if (script.Source.ApiKey is { } expected && ApiKeyHeader.Read(http) != expected)
            {
                throw route.Protocol.OfStatus(401);
            }

            await RouteAsync(http, route).ConfigureAwait(false);
        }
        catch (ApiError error)
        {
            await ErrorWriter.SendAsync(http, route.Protocol, error).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext http, ProviderRoute route)
    {
        if (route.Asks)
        {
            return CompleteAsync(http, route);
        }

        var path = http.Request.Path.Value ?? "";
        if (
            path.EndsWith("/models", StringComparison.Ordinal)
            && HttpMethods.IsGet(http.Request.Method)
        )
        {
            return ModelList.SendAsync(http.Response, models.Keys, Clock.Now);
        }

        if (
            path.EndsWith("/embeddings", StringComparison.Ordinal)
            && HttpMethods.IsPost(http.Request.Method)
        )
        {
            return EmbedAsync(http);
        }

        throw new ApiError(
            404,
            $"Unknown request URL: {http.Request.Method} {path}. Use POST /v1/chat/completions, /v1/responses, /v1/messages, /v1/embeddings or "
                + "/v1beta/models/{model}:generateContent, or GET /v1/models.",
            "invalid_request_error",
            null,
            "unknown_url"
        );
    }

    private async Task EmbedAsync(HttpContext http)
    {
        var body = await ReadAsync(http).ConfigureAwait(false);
        var name = body.Text("model") ?? "";
        if (!models.ContainsKey(name))
        {
            throw ApiError.ModelNotFound(name);
        }

        await EmbeddingReply.SendAsync(http.Response, body).ConfigureAwait(false);
    }

    private async Task CompleteAsync(HttpContext http, ProviderRoute route)
    {
        var received = Clock.Timestamp;
        var body = await ReadAsync(http).ConfigureAwait(false);
        var protocol = route.Protocol;
        SimulatedModel? model = null;
        if ((route.Target.Model ?? body.Text("model")) is { Length: > 0 } name)
        {
            model = models.GetValueOrDefault(name) ?? throw protocol.ModelNotFound(name);
            protocol = model.Speaking(protocol);
        }

        SimulatedRequest request;
        try
        {
            request = protocol.Read(body, route.Target);
        }
        catch (ApiError error)
        {
            model?.Refuse(error.Message);
            await ErrorWriter.SendAsync(http, protocol, error).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(http, protocol, request, received).ConfigureAwait(false);
    }

    private async Task AnswerAsync(
        HttpContext http,
        IProviderProtocol protocol,
        SimulatedRequest request,
        long received
    )
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            stopping
        );
        var exchange = Begin(http, protocol, request, cancelled.Token);
        try
        {
            await Reply.AnswerAsync(exchange, script.Rules).ConfigureAwait(false);
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

    private Exchange Begin(
        HttpContext http,
        IProviderProtocol protocol,
        SimulatedRequest request,
        CancellationToken cancelled
    )
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
                Protocol = protocol.Name,
                Streamed = request.Streamed,
                Body = request.Body,
                ApiKeyFingerprint = ApiKeyHeader.Fingerprint(http),
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
            Protocol = protocol,
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
}
