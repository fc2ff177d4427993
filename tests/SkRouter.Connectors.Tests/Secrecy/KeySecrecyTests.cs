using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace SkRouter.Connectors.Tests.Secrecy;

/// <summary>Looks for the key in everything a failing or a working call leaves behind.</summary>
public sealed class KeySecrecyTests
{
    public static TheoryData<string> Providers { get; } =
    [.. KnownProviders.All.Select(provider => provider.Name)];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Call_ProviderQuotesTheKey_AppearsNowhere(string provider)
    {
        var traces = new List<string>();
        using var listener = Listen(traces);
        var refusal = $$$"""
            {"error":{"type":"authentication_error","code":"{{{Clients.Key}}}","param":"{{{Clients.Key}}}",
             "message":"Incorrect API key provided: {{{Clients.Key}}}"}}
            """;
        var handler = new ScriptedHandler(refusal, 401);
        using var client = Clients.Create(provider, handler);

        var error = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("Hi"));

        string[] left =
        [
            error.ToString(),
            error.Message,
            error.Detail ?? "",
            error.ErrorCode ?? "",
            error.ErrorType ?? "",
            error.Parameter ?? "",
            client.ToString()!,
            JsonSerializer.Serialize(client.GetService<ChatClientMetadata>()),
            handler.Request!.RequestUri!.ToString(),
            handler.Sent.GetRawText(),
            .. traces,
        ];
        left.ShouldAllBe(text => !text.Contains(Clients.Key));
        // The scan would find it: the request did carry the key, in a header and only there.
        handler.Request.Headers.ToString().ShouldContain(Clients.Key);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Call_Succeeds_AnswerDoesNotHoldTheKey(string provider)
    {
        using var client = Clients.Create(provider, new ScriptedHandler(Answers.Text(provider)));

        var answer = await client.GetResponseAsync("Hi");

        JsonSerializer
            .Serialize(answer, AIJsonUtilities.DefaultOptions)
            .ShouldNotContain(Clients.Key);
    }

    [Fact]
    public void Resolve_KeyIsGiven_NotEvenTheServicesShowIt()
    {
        using var services = new ServiceCollection()
            .AddAnthropicChatClient("claude", Clients.Key, "claude")
            .BuildServiceProvider();

        services
            .GetRequiredKeyedService<IChatClient>("claude")
            .ToString()!
            .ShouldNotContain(Clients.Key);
    }

    [Fact]
    public async Task Call_WithATokenAndAGatewaysKey_BlanksBoth()
    {
        const string Token = "token-of-this-hour";
        const string Virtual = "pk-virtual-key-77";
        var handler = new ScriptedHandler(
            $$$"""{"error":{"message":"Refused {{{Token}}} and {{{Virtual}}}."}}""",
            403
        );
        using var client = Clients.Create(
            "azure",
            handler,
            configure: options =>
            {
                options.TokenProvider = _ => ValueTask.FromResult(Token);
                options.Headers["x-portkey-virtual-key"] = Virtual;
            }
        );

        var error = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("Hi"));

        error.Detail.ShouldBe("Refused *** and ***.");
        handler.Request!.Headers.Authorization!.ToString().ShouldBe($"Bearer {Token}");
        handler.Request.Headers.Contains("api-key").ShouldBeFalse();
    }

    private static ActivityListener Listen(List<string> traces)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (traces)
                {
                    traces.Add(
                        activity.DisplayName
                            + string.Join(";", activity.TagObjects.Select(tag => $"{tag}"))
                    );
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
