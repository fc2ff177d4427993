using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>Semantic Kernel's OpenAI connector, in an app of its own that knows nothing of the router.</summary>
public sealed class SemanticKernelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Plain_IsAnswered(bool streamed)
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("one two three"));

        var answer = await AskAsync(Kernel(api), streamed);

        answer.ShouldBe("one two three");
        (await api.RecordAsync()).Role.ShouldBe("writer");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_AutomaticFunctionCalling_RunsItOnceAndItsResultReachesTheModel(
        bool streamed
    )
    {
        var model = new ScriptedModel(
            ScriptedStep.Call("sky-weather", ("city", "Oslo")),
            ScriptedStep.Answer("cold")
        );
        await using var api = await LoopbackApi.StartAsync(model);
        var kernel = Kernel(api);
        var runs = 0;
        kernel.Plugins.AddFromFunctions(
            "sky",
            [
                KernelFunctionFactory.CreateFromMethod(
                    (string city) =>
                    {
                        runs++;
                        return $"-4 °C in {city}";
                    },
                    "weather"
                ),
            ]
        );

        var answer = await AskAsync(
            kernel,
            streamed,
            new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }
        );

        answer.ShouldBe("cold");
        runs.ShouldBe(1);
        model
            .Conversations[1]
            .SelectMany(message => message.Contents)
            .OfType<Microsoft.Extensions.AI.FunctionResultContent>()
            .Single()
            .Result!.ToString()
            .ShouldNotBeNull()
            .ShouldContain("-4 °C in Oslo");
    }

    [Fact]
    public async Task Ask_StructuredOutput_ReachesTheModel()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("""{"Name":"Oslo"}"""));
        await using var api = await LoopbackApi.StartAsync(model);

        var answer = await AskAsync(
            Kernel(api),
            streamed: false,
            new() { ResponseFormat = typeof(City) }
        );

        answer.ShouldBe("""{"Name":"Oslo"}""");
        var format = model.Options[0]!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        format.SchemaName.ShouldBe("City");
        format.Schema.ToString().ShouldNotBeNull().ShouldContain("Name");
    }

    [Fact]
    public async Task Ask_UnknownModel_Is404()
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));

        var thrown = await Should.ThrowAsync<HttpOperationException>(() =>
            AskAsync(Kernel(api, "nobody"), streamed: false)
        );

        thrown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Stream_FailsInTheMiddle_IsAnException()
    {
        await using var api = await LoopbackApi.StartAsync(
            ScriptedStep.Answer("one two three") with
            {
                Fault = new IOException("cut"),
                PiecesBeforeFault = 3,
            }
        );

        (
            await Record.ExceptionAsync(() => AskAsync(Kernel(api), streamed: true))
        ).ShouldNotBeNull();
    }

    private static Kernel Kernel(LoopbackApi api, string model = "writer")
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion(model, api.Endpoint, "any", httpClient: api.Http());
        return builder.Build();
    }

    private static async Task<string?> AskAsync(
        Kernel kernel,
        bool streamed,
        OpenAIPromptExecutionSettings? settings = null
    )
    {
        var service = kernel.GetRequiredService<IChatCompletionService>();
        var history = new ChatHistory("Be brief.");
        history.AddUserMessage("hello");
        if (!streamed)
        {
            return (await service.GetChatMessageContentAsync(history, settings, kernel)).Content;
        }

        var text = "";
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(history, settings, kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }

    private sealed record City(string Name);
}
