using Microsoft.Extensions.AI;
using SkRouter.Connectors.Registration;
using SkRouter.Connectors.Tests.Replay;
using SkRouter.Connectors.Wire;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Tests;

/// <summary>What the router makes of the connectors' errors.</summary>
public sealed class TaxonomyTests
{
    public static TheoryData<int, string, FailureKind> Refusals { get; } =
        new()
        {
            { 429, """{"error":{"message":"Slow down."}}""", FailureKind.RateLimited },
            {
                529,
                """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
                FailureKind.Overloaded
            },
            { 401, """{"error":{"message":"Bad key."}}""", FailureKind.KeyRejected },
            { 402, """{"error":{"message":"Pay."}}""", FailureKind.KeyRejected },
            { 503, "down", FailureKind.ServerError },
            {
                400,
                """{"error":{"code":"context_length_exceeded","message":"Too many tokens."}}""",
                FailureKind.ContextTooLong
            },
            {
                400,
                """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}""",
                FailureKind.ContextTooLong
            },
            {
                400,
                """{"error":{"code":"content_filter","message":"The response was filtered."}}""",
                FailureKind.ContentFiltered
            },
            {
                400,
                """{"error":{"code":"unsupported_parameter","message":"No temperature."}}""",
                FailureKind.UnsupportedRequest
            },
            {
                404,
                """{"error":{"status":"NOT_FOUND","message":"No."}}""",
                FailureKind.ModelNotFound
            },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Read_ProviderRefuses_NamesTheKind(int status, string body, FailureKind kind)
    {
        using var client = Clients.Create(
            "anthropic",
            new ScriptedHandler(body, status, "application/json", ("retry-after", "2"))
        );
        var error = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("Hi"));

        var failure = ErrorTaxonomy.Read(error, CancellationToken.None);

        failure.Kind.ShouldBe(kind);
        failure.Status.ShouldBe(status);
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [RecordingsFact]
    public async Task Read_EveryRecordedRefusal_IsTheKindThatItsStatusSays()
    {
        var refusals = Recordings
            .All.Where(exchange =>
                exchange.Status >= 400 && Replay.Replay.ProtocolOf(exchange) is not null
            )
            .ToList();
        refusals.ShouldNotBeEmpty();
        foreach (var exchange in refusals)
        {
            var error = await Should.ThrowAsync<Exception>(() =>
                Replay.Replay.AskAsync(
                    exchange,
                    Replay.Replay.ProtocolOf(exchange)!,
                    new ReplayHandler(exchange)
                )
            );

            if (error is NotSupportedException)
            {
                // Refused before it was sent: what the provider would say is not in question.
                continue;
            }

            error.ShouldBeOfType<ProviderException>();
            Expected(exchange.Status)
                .ShouldContain(
                    ErrorTaxonomy.Read(error, CancellationToken.None).Kind,
                    exchange.ToString()
                );
        }
    }

    /// <summary>A 400 is told apart by its words, any other status by itself.</summary>
    private static FailureKind[] Expected(int status) =>
        status switch
        {
            400 =>
            [
                FailureKind.InvalidRequest,
                FailureKind.UnsupportedRequest,
                FailureKind.KeyRejected,
                FailureKind.MalformedAnswer,
                FailureKind.ModelNotFound,
                FailureKind.ContextTooLong,
                FailureKind.ContentFiltered,
            ],
            401 or 402 or 403 => [FailureKind.KeyRejected, FailureKind.ContentFiltered],
            404 => [FailureKind.ModelNotFound, FailureKind.UnsupportedRequest],
            413 => [FailureKind.ContextTooLong],
            429 => [FailureKind.RateLimited, FailureKind.Overloaded],
            529 => [FailureKind.Overloaded],
            408 or >= 500 => [FailureKind.ServerError, FailureKind.Overloaded],
            _ => [FailureKind.InvalidRequest, FailureKind.UnsupportedRequest],
        };

    [Fact]
    public async Task Read_NobodyListens_IsUnreachable()
    {
        using var connections = new ProviderConnections(TimeProvider.System);
        using var client = new ProviderClients(connections, TimeProvider.System).Create(
            KnownProviders.Get("local"),
            "m",
            // Port 1 on this machine: nothing listens there.
            new ProviderOptions { BaseUrl = new Uri("http://127.0.0.1:1/v1/") }
        );

        var error = await Should.ThrowAsync<HttpRequestException>(() =>
            client.GetResponseAsync("Hi")
        );

        ErrorTaxonomy.Read(error, CancellationToken.None).Kind.ShouldBe(FailureKind.Unreachable);
    }
}
