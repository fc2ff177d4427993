using System.ComponentModel;
using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI.Chat;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Clients;

public sealed class SemanticKernelTests
{
    private static readonly OpenAIPromptExecutionSettings AutoTools = new()
    {
        FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
    };

    [Fact]
    public async Task Plain_ScriptedAnswer_ArrivesWithUsage()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.Answer(
                        new Answer
                        {
                            Text = "You said {{user}}.",
                            Usage = new() { CachedTokens = 7, ReasoningTokens = 5 },
                        }
                    )
            )
        );
        var chat = Kernels.Kernel(simulator).GetRequiredService<IChatCompletionService>();

        var answer = await chat.GetChatMessageContentAsync("good morning");

        answer.Content.ShouldBe("You said good morning.");
        var usage = answer.Metadata!["Usage"].ShouldBeOfType<ChatTokenUsage>();
        var sent = simulator.Model("gpt").UsageSent;
        usage.InputTokenCount.ShouldBe((int)sent.PromptTokens);
        usage.OutputTokenCount.ShouldBe((int)sent.CompletionTokens);
        usage.InputTokenDetails.CachedTokenCount.ShouldBe(7);
        usage.OutputTokenDetails.ReasoningTokenCount.ShouldBe(5);
        answer.Metadata["FinishReason"].ShouldBe("Stop");
    }

    [Fact]
    public async Task Streamed_ScriptedAnswer_ArrivesInPiecesWithUsage()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Say("Grüße, \"Welt\" \\ 🚀 and more\nlines"))
        );
        var chat = Kernels.Kernel(simulator).GetRequiredService<IChatCompletionService>();
        var text = new StringBuilder();
        var pieces = 0;
        ChatTokenUsage? usage = null;

        await foreach (var update in chat.GetStreamingChatMessageContentsAsync("x"))
        {
            text.Append(update.Content);
            pieces += string.IsNullOrEmpty(update.Content) ? 0 : 1;
            usage = update.Metadata?["Usage"] as ChatTokenUsage ?? usage;
        }

        text.ToString().ShouldBe("Grüße, \"Welt\" \\ 🚀 and more\nlines");
        pieces.ShouldBeGreaterThan(4);
        usage!.OutputTokenCount.ShouldBe(pieces);
        simulator.UsageSent.CompletionTokens.ShouldBe(pieces);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AutoInvocation_ScriptedToolCall_RunsToolAndAnswersFromItsResult(bool streamed)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.When(
                            new() { User = @"weather in (?<city>\w+)", ToolResults = "0" },
                            Answer.Call("read_weather", """{"city":"{{city}}"}""")
                        )
                        .When(new() { HasToolResults = true }, Answer.Say("It is {{toolResult}}."))
            )
        );
        var kernel = Kernels.Kernel(simulator);
        var weather = new Weather();
        kernel.ImportPluginFromObject(weather, "Weather");
        var chat = kernel.GetRequiredService<IChatCompletionService>();

        var text = await AskAsync(chat, kernel, streamed);

        text.ShouldBe("It is sunny in Oslo.");
        weather.Calls.ShouldBe(1);
        var requests = simulator.Model("gpt").Requests;
        requests.Select(request => request.FinishReason).ShouldBe(["tool_calls", "stop"]);
        requests[0].ToolCalls.ShouldHaveSingleItem().Name.ShouldBe("Weather-read_weather");
    }

    [Fact]
    public async Task Status_WithRetryAfter_IsHttpOperationExceptionAndHeaderIsReachable()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Fault("1", Fault.WithStatus(429, 2)).Say("ok"))
        );
        var chat = Kernels.Kernel(simulator).GetRequiredService<IChatCompletionService>();

        var error = await Should.ThrowAsync<HttpOperationException>(() =>
            chat.GetChatMessageContentAsync("x")
        );

        ((int?)error.StatusCode).ShouldBe(429);
        error.ResponseContent!.ShouldContain("rate_limit_exceeded");
        var inner = error.InnerException.ShouldBeOfType<System.ClientModel.ClientResultException>();
        inner.GetRawResponse()!.Headers.TryGetValue("retry-after", out var value).ShouldBeTrue();
        value.ShouldBe("2");
        (await chat.GetChatMessageContentAsync("x")).Content.ShouldBe("ok");
    }

    [Fact]
    public async Task Reset_Plain_IsHttpOperationExceptionWithoutStatus()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Fault("*", new(FaultKind.Reset)))
        );
        var chat = Kernels.Kernel(simulator).GetRequiredService<IChatCompletionService>();

        var error = await Should.ThrowAsync<HttpOperationException>(() =>
            chat.GetChatMessageContentAsync("x")
        );

        error.StatusCode.ShouldBeNull();
        simulator
            .Model("gpt")
            .Requests.ShouldAllBe(request => request.Outcome == RequestOutcome.CutOff);
    }

    [Fact]
    public async Task Cut_Streamed_DeliversItsShareThenThrowsIOException()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m => m.Say("one two three four five six").Fault("*", Fault.CutAfter(0.5))
            )
        );
        var chat = Kernels.Kernel(simulator).GetRequiredService<IChatCompletionService>();
        var text = new StringBuilder();

        await Should.ThrowAsync<IOException>(async () =>
        {
            await foreach (var update in chat.GetStreamingChatMessageContentsAsync("x"))
            {
                text.Append(update.Content);
            }
        });

        text.ToString().ShouldBe("one two three");
        simulator.UsageSent.ShouldBe(default);
        simulator.Model("gpt").Requests[0].Usage!.Value.CompletionTokens.ShouldBe(6);
    }

    private static async Task<string> AskAsync(
        IChatCompletionService chat,
        Kernel kernel,
        bool streamed
    )
    {
        var history = new ChatHistory("You are a test.");
        history.AddUserMessage("What is the weather in Oslo?");
        if (!streamed)
        {
            return (await chat.GetChatMessageContentAsync(history, AutoTools, kernel)).Content!;
        }

        var text = new StringBuilder();
        await foreach (
            var update in chat.GetStreamingChatMessageContentsAsync(history, AutoTools, kernel)
        )
        {
            text.Append(update.Content);
        }

        return text.ToString();
    }

    private sealed class Weather
    {
        public int Calls { get; private set; }

        [KernelFunction("read_weather")]
        [Description("Reads the weather")]
        public string Read(string city)
        {
            Calls++;
            return $"sunny in {city}";
        }
    }
}
