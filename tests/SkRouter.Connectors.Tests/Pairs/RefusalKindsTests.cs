using Microsoft.Extensions.AI;
using SkRouter.Resilience;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Connectors.Tests.Pairs;

/// <summary>Each kind of refusal, in every provider's words and shape, is the kind that the router acts on.</summary>
public sealed class RefusalKindsTests(PairSimulator simulator) : IClassFixture<PairSimulator>
{
    private static readonly (Fault Fault, FailureKind Kind)[] Refusals =
    [
        (Fault.WithStatus(401), FailureKind.KeyRejected),
        (Fault.WithStatus(402), FailureKind.KeyRejected),
        (Fault.WithStatus(403), FailureKind.KeyRejected),
        (Fault.WithStatus(404), FailureKind.ModelNotFound),
        (Fault.WithStatus(408), FailureKind.ServerError),
        (Fault.WithStatus(413), FailureKind.ContextTooLong),
        (Fault.WithStatus(422), FailureKind.UnsupportedRequest),
        (Fault.WithStatus(429, 7), FailureKind.RateLimited),
        (Fault.WithStatus(500), FailureKind.ServerError),
        (Fault.WithStatus(503), FailureKind.ServerError),
        (Fault.WithStatus(529), FailureKind.Overloaded),
        (new(FaultKind.ContextTooLong), FailureKind.ContextTooLong),
        (new(FaultKind.ModelNotFound), FailureKind.ModelNotFound),
        (new(FaultKind.RejectAssistantPrefix), FailureKind.UnsupportedRequest),
        (new(FaultKind.Reset), FailureKind.Unreachable),
    ];

    public static TheoryData<string> Everyone { get; } =
    [.. Pair.All.Select(pair => pair.ToString())];

    [Theory]
    [MemberData(nameof(Everyone))]
    public async Task Ask_ProviderRefuses_IsTheKindThatItMeans(string name)
    {
        var pair = Pair.Of(name);
        using var client = simulator.Client(pair);
        foreach (var (fault, kind) in Refusals)
        {
            simulator.Server.Model(pair.Model).FailNext(fault);

            var error = await Should.ThrowAsync<HttpRequestException>(() =>
                client.GetResponseAsync("The weather?")
            );

            var failure = ErrorTaxonomy.Read(error, CancellationToken.None);
            // Some say "overloaded" with a 503, which is worth more than the status.
            var expected =
                failure.Kind is FailureKind.Overloaded && fault.Status == 503
                    ? FailureKind.Overloaded
                    : kind;
            failure.Kind.ShouldBe(expected, $"{fault.Kind} {fault.Status}: {error.Message}");
            if (fault.RetryAfterSeconds is { } seconds)
            {
                failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public async Task Ask_ContentIsFiltered_IsSaid(string name)
    {
        var pair = Pair.Of(name);
        using var client = simulator.Client(pair);
        var model = simulator.Server.Model(pair.Model);

        model.FailNext(new(FaultKind.ContentFilterFinish));
        var broken = await client.GetResponseAsync("The weather?");
        model.FailNext(new(FaultKind.ContentFilter));
        var refused = await FilteredAsync(client);

        broken.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
        refused.ShouldBe(FailureKind.ContentFiltered);
    }

    /// <summary>Most refuse with an error, Gemini with an answer that says so.</summary>
    private static async Task<FailureKind?> FilteredAsync(IChatClient client)
    {
        try
        {
            var answer = await client.GetResponseAsync("The weather?");
            return answer.FinishReason == ChatFinishReason.ContentFilter
                ? FailureKind.ContentFiltered
                : null;
        }
        catch (ProviderException error)
        {
            return ErrorTaxonomy.Read(error, CancellationToken.None).Kind;
        }
    }
}
