using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Connectors.Tests;

/// <summary>The connectors behind the router, in a real kernel.</summary>
public sealed class RouterTests
{
    private const string Answer = """
        {"id":"msg_2","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"It is sunny."}],
         "stop_reason":"end_turn","usage":{"input_tokens":10,"cache_read_input_tokens":90,"cache_creation_input_tokens":5,"output_tokens":7}}
        """;

    public static TheoryData<string, string> Reasonings { get; } =
        new()
        {
            { "anthropic", "sig-anthropic" },
            { "google", "sig-google" },
            { "openai-responses", "sig-responses" },
            { "deepseek", "Secret thought." },
            { "openrouter", "sig-details" },
        };

    [Theory]
    [MemberData(nameof(Reasonings))]
    public async Task InvokePromptStreaming_ToolLoopOfOneModel_KeepsItsReasoning(
        string provider,
        string reasoning
    )
    {
        var handler = new SequencedHandler(
            (200, StreamedAnswers.Of(provider, Answers.ToolCall(provider))),
            (200, StreamedAnswers.Of(provider, Answers.Text(provider, "It is sunny.")))
        );
        var calls = 0;
        var kernel = Build(builder => Add(builder, provider, handler), provider, () => calls++);
        var text = new StringBuilder();

        await foreach (
            var piece in kernel.InvokePromptStreamingAsync("Weather?", Automatic("planner"))
        )
        {
            text.Append(piece);
        }

        text.ToString().ShouldContain("It is sunny.");
        calls.ShouldBe(1);
        handler.Sent.Count.ShouldBe(2);
        handler.Sent[1].GetRawText().ShouldContain(reasoning);
        handler.Sent[1].GetRawText().ShouldContain("Sunny, 22C");
    }

    [Theory]
    [MemberData(nameof(Reasonings))]
    public async Task InvokePrompt_ToolLoopOfOneModel_KeepsItsReasoning(
        string provider,
        string reasoning
    )
    {
        var handler = new SequencedHandler(
            (200, Answers.ToolCall(provider)),
            (200, Answers.Text(provider, "It is sunny."))
        );
        var calls = 0;
        var kernel = Build(builder => Add(builder, provider, handler), provider, () => calls++);

        var answer = await kernel.InvokePromptAsync("Weather?", Automatic("planner"));

        answer.ToString().ShouldBe("It is sunny.");
        calls.ShouldBe(1);
        handler.Sent.Count.ShouldBe(2);
        handler.Sent[1].GetRawText().ShouldContain(reasoning);
        handler.Sent[1].GetRawText().ShouldContain("Sunny, 22C");
    }

    [Fact]
    public async Task InvokePrompt_ProviderFailsInTheMiddleOfAToolLoop_AnotherGoesOnAndTheToolRanOnce()
    {
        var first = new SequencedHandler((200, Answers.ToolCall("anthropic")), (529, "{}"));
        var second = new SequencedHandler((200, Answers.Text("deepseek", "It is sunny.")));
        var calls = 0;
        var kernel = Build(
            builder =>
            {
                Add(builder, "anthropic", first);
                Add(builder, "deepseek", second);
            },
            "anthropic",
            () => calls++
        );

        var answer = await kernel.InvokePromptAsync("Weather?", Automatic("planner"));

        answer.ToString().ShouldBe("It is sunny.");
        calls.ShouldBe(1);
        second.Sent.ShouldHaveSingleItem();
        var sent = second.Sent[0].GetRawText();
        sent.ShouldContain("Sunny, 22C");
        sent.ShouldNotContain("sig-anthropic");
        sent.ShouldNotContain("Secret thought");
    }

    [Fact]
    public async Task InvokePrompt_CachedInput_IsOnTheBooks()
    {
        var kernel = Build(
            builder => Add(builder, "anthropic", new SequencedHandler((200, Answer))),
            "anthropic",
            () => { }
        );

        await kernel.InvokePromptAsync("Weather?", Automatic("planner"));

        var rows = await kernel
            .GetRequiredService<ModelRouter>()
            .Ledger.SumAsync(new() { By = SpendDimension.Model });
        var usage = rows.ShouldHaveSingleItem().Usage;
        usage.InputTokens.ShouldBe(105);
        usage.CacheReadTokens.ShouldBe(90);
        usage.CacheWriteTokens.ShouldBe(5);
        usage.OutputTokens.ShouldBe(7);
    }

    private static void Add(IKernelBuilder builder, string provider, HttpMessageHandler handler) =>
        builder.AddProviderChatClient(
            provider,
            "gemini-3-pro",
            Clients.Key,
            provider,
            options =>
            {
                options.HttpClient = new HttpClient(handler);
                options.BaseUrl = new Uri("https://provider.test/v1/");
            }
        );

    private static Kernel Build(Action<IKernelBuilder> add, string preferred, Action onCall)
    {
        var builder = Kernel.CreateBuilder();
        add(builder);
        var others = builder
            .Services.Where(service => service.ServiceType == typeof(IChatClient))
            .Select(service => (string)service.ServiceKey!)
            .ToList();
        builder.AddSkRouter(router =>
        {
            foreach (var key in others)
            {
                router.Deployment(key, deployment => deployment.Price(input: 1m, output: 2m));
            }
            router.Role(
                "planner",
                role =>
                {
                    role.Prefer(preferred);
                    foreach (var key in others.Where(key => key != preferred))
                    {
                        role.FallBackTo(key);
                    }
                }
            );
        });
        var kernel = builder.Build();
        kernel.Plugins.AddFromFunctions(
            "weather",
            [
                KernelFunctionFactory.CreateFromMethod(
                    (string city) =>
                    {
                        onCall();
                        return "Sunny, 22C";
                    },
                    "lookup"
                ),
            ]
        );
        return kernel;
    }

    private static KernelArguments Automatic(string role) =>
        new(
            new PromptExecutionSettings
            {
                ServiceId = role,
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            }
        );
}
