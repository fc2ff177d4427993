using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;
using Xunit.Abstractions;
using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;

namespace SkRouter.Tests.Recordings;

/// <summary>Recorded answers of real providers, over HTTP, through Semantic Kernel's own OpenAI connector behind the router.</summary>
public sealed class RecordingTests(ReplayServer server, ITestOutputHelper output)
    : IClassFixture<ReplayServer>
{
    public static TheoryData<string> Answers => Names(exchange => exchange.Status == 200);

    public static TheoryData<string> Errors => Names(exchange => exchange.Status != 200);

    [RecordingTheory]
    [MemberData(nameof(Answers))]
    public async Task SemanticKernelFace_RecordedAnswer_EqualsTheRecording(string name)
    {
        var exchange = RecordedExchange.All[name];
        var recorded = RecordedAnswer.Read(exchange);
        var kernel = Kernel(exchange);
        if (Exclusion(exchange, recorded) is { } reason)
        {
            output.WriteLine($"{name}: {reason}");
            var error = await Should.ThrowAsync<RouterException>(() =>
                AskSemanticKernelAsync(kernel, exchange.Streamed)
            );
            error.Code.ShouldBe(RouterErrorCode.AllCandidatesFailed);
            return;
        }

        var (text, calls, finish) = await AskSemanticKernelAsync(kernel, exchange.Streamed);

        text.ShouldBe(recorded.Text);
        finish.ShouldBe(recorded.FinishReason);
        calls.Select(RecordedAnswer.AsText).ShouldBe(recorded.CallsAsText);
        await ShouldBeOnTheBooksAsync(kernel, recorded);
    }

    [RecordingTheory]
    [MemberData(nameof(Answers))]
    public async Task ChatClientFace_RecordedAnswer_EqualsTheRecording(string name)
    {
        var exchange = RecordedExchange.All[name];
        var recorded = RecordedAnswer.Read(exchange);
        if (Exclusion(exchange, recorded) is { } reason)
        {
            output.WriteLine($"{name}: {reason}");
            return;
        }

        var kernel = Kernel(exchange);
        IChatClient client = kernel.Router();
        var response = exchange.Streamed
            ? await client.GetStreamingResponseAsync("replay").ToChatResponseAsync()
            : await client.GetResponseAsync("replay");

        response.Text.ShouldBe(recorded.Text);
        response
            .Messages.SelectMany(message => message.Contents)
            .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
            .Select(call =>
                RecordedAnswer.Call(
                    call.CallId,
                    call.Name,
                    JsonSerializer.Serialize(call.Arguments)
                )
            )
            .ShouldBe(recorded.Calls);
        response.FinishReason?.Value.ShouldBe(recorded.FinishReason);
        await ShouldBeOnTheBooksAsync(kernel, recorded);
    }

    [RecordingTheory]
    [MemberData(nameof(Errors))]
    public async Task RecordedError_IsReadAsWhatItIs(string name)
    {
        var exchange = RecordedExchange.All[name];
        var kernel = Kernel(exchange);

        var error = await Should.ThrowAsync<RouterException>(() =>
            AskSemanticKernelAsync(kernel, exchange.Streamed)
        );

        output.WriteLine($"{name}: {error.Code}, {error.Message}");
        var attempt = (await kernel.RecordsAsync()).ShouldHaveSingleItem().Attempts[^1];
        attempt.Status.ShouldBe(exchange.Status);
        attempt
            .FailureKind.ShouldNotBeNull()
            .ShouldBeOneOf(
                exchange.Status == 404
                    ? [FailureKind.ModelNotFound]
                    :
                    [
                        FailureKind.InvalidRequest,
                        FailureKind.UnsupportedRequest,
                        // Groq's server rejected what its model wrote.
                        FailureKind.MalformedAnswer,
                    ]
            );
    }

    /// <summary>Answers that BEHAVIOUR calls a failure of the attempt.</summary>
    private static string? Exclusion(RecordedExchange exchange, RecordedAnswer recorded) =>
        recorded switch
        {
            { Text.Length: 0, Calls.Count: 0, FinishReason: not "length" } =>
                "an empty answer is a failure",
            { FinishReason: null } => "an answer without a finish reason is a failure",
            _ when RecordedAnswer.ForeignPart(exchange) is { } part =>
                $"OpenAI's SDK cannot read a content part of kind '{part}'",
            _ => null,
        };

    private Kernel Kernel(RecordedExchange exchange)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion(
            exchange.Model,
            server.Endpoint(exchange),
            apiKey: "none",
            serviceId: "recorded"
        );
        builder.AddSkRouter(router =>
            router
                .Deployment("recorded", deployment => deployment.Price(1, 10))
                .Role("reader", role => role.Prefer("recorded"))
                .DefaultRole("reader")
                .Options.Deployments["recorded"]
                .Retries = 0
        );
        return builder.Build();
    }

    private static async Task<(string Text, string[] Calls, string? Finish)> AskSemanticKernelAsync(
        Kernel kernel,
        bool streamed
    )
    {
        var service = kernel.Router();
        var history = new ChatHistory();
        history.AddUserMessage("replay");
        if (!streamed)
        {
            var content = await service.GetChatMessageContentAsync(history, null, kernel);
            return (
                content.Content ?? "",
                Calls(FunctionCallContent.GetFunctionCalls(content)),
                AnswerMetadata.FinishReason(content.Metadata)
            );
        }

        var text = "";
        string? finish = null;
        var calls = new FunctionCallContentBuilder();
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(history, null, kernel)
        )
        {
            text += piece.Content;
            finish = AnswerMetadata.FinishReason(piece.Metadata) ?? finish;
            calls.Append(piece);
        }

        return (text, Calls(calls.Build()), finish);
    }

    private static string[] Calls(IEnumerable<FunctionCallContent> calls) =>
        [
            .. calls.Select(call =>
                RecordedAnswer.Call(
                    call.Id,
                    call.PluginName is null
                        ? call.FunctionName
                        : $"{call.PluginName}-{call.FunctionName}",
                    JsonSerializer.Serialize(call.Arguments)
                )
            ),
        ];

    private static async Task ShouldBeOnTheBooksAsync(Kernel kernel, RecordedAnswer recorded)
    {
        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        var usage = record.Usage;
        if (recorded.Usage is null)
        {
            usage.Estimated.ShouldBeTrue();
            return;
        }

        usage.Estimated.ShouldBeFalse();
        usage.InputTokens.ShouldBe(recorded.Count("prompt_tokens"));
        usage.OutputTokens.ShouldBe(recorded.Count("completion_tokens"));
        usage.CacheReadTokens.ShouldBe(recorded.Count("prompt_tokens_details", "cached_tokens"));
        usage.ReasoningTokens.ShouldBe(
            recorded.Count("completion_tokens_details", "reasoning_tokens")
        );
    }

    private static TheoryData<string> Names(Func<RecordedExchange, bool> which) =>
        [.. RecordedExchange.All.Values.Where(which).Select(exchange => exchange.Name)];
}
