using Microsoft.Extensions.AI;
using SkRouter.Resilience;
using SkRouter.TestKit.Refusals;

namespace SkRouter.Connectors.Tests;

/// <summary>Documented refusals, through each protocol, plain and streamed.</summary>
public sealed class RefusalTests
{
    private static readonly string[] Providers =
    [
        "openai",
        "openai-responses",
        "anthropic",
        "google",
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RefusalCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answer_DocumentedRefusal_IsItsMeaning(int index)
    {
        var refusal = RefusalCase.All[index];
        foreach (var provider in Providers)
        {
            foreach (var streamed in new[] { false, true })
            {
                if (streamed && refusal.Status == 200)
                {
                    continue; // The next test: an error in a stream is an event.
                }

                var failure = await FailAsync(
                    provider,
                    new(refusal.Body, refusal.Status, ContentType(refusal.Body)),
                    streamed
                );

                refusal
                    .IsRightlyRead(failure.Kind)
                    .ShouldBeTrue($"{failure.Kind} at {provider}, streamed {streamed}: {refusal}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Stream_RefusalInTheFirstEventOfA200_IsItsMeaning(int index)
    {
        var refusal = RefusalCase.All[index];
        if (
            refusal.Status is not (200 or 400)
            || !refusal.Body.StartsWith('{')
            || !refusal.Body.Contains("\"error\":{", StringComparison.Ordinal)
        )
        {
            return;
        }

        foreach (var provider in Providers)
        {
            var failure = await FailAsync(
                provider,
                new($"data: {refusal.Body}\n\n", contentType: "text/event-stream"),
                streamed: true
            );

            // Without a status a request that only its provider refuses cannot be told from a failure of the provider's own: both go on.
            var goesOn =
                refusal.Kind is FailureKind.UnsupportedRequest or FailureKind.InvalidRequest
                && failure.Kind is FailureKind.ServerError;
            (goesOn || refusal.IsRightlyRead(failure.Kind)).ShouldBeTrue(
                $"{failure.Kind} at {provider}: {refusal}"
            );
        }
    }

    private static async Task<Failure> FailAsync(
        string provider,
        ScriptedHandler handler,
        bool streamed
    )
    {
        using var client = Clients.Create(provider, handler);
        var error = await Should.ThrowAsync<ProviderException>(() =>
            streamed
                ? client.GetStreamingResponseAsync("Hi").ToChatResponseAsync()
                : client.GetResponseAsync("Hi")
        );
        return ErrorTaxonomy.Read(error, CancellationToken.None);
    }

    private static string ContentType(string body) =>
        body.StartsWith('<') ? "text/html" : "application/json";
}
