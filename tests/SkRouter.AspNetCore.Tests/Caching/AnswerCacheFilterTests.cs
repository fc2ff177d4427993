using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.AspNetCore.Caching;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Caching;

public sealed class AnswerCacheFilterTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly VirtualTimeProvider _time = new();
    private readonly AnswerCache _cache;

    public AnswerCacheFilterTests() => _cache = new(new(), _time);

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task SameRequestAgain_Kept_GetsTheSameAnswerAtNoCost(bool first, bool second)
    {
        var model = new ScriptedModel(ScriptedStep.Answer("one"), ScriptedStep.Answer("two"));
        var kernel = Kernel(model);

        var answers = new[]
        {
            await AskAsync(kernel, "hello", first),
            await AskAsync(kernel, "hello", second),
        };

        answers.ShouldBe(["one", "one"]);
        model.Requests.ShouldBe(1);
        var records = await kernel.RecordsAsync();
        records.Select(record => record.Tags["cache"]).ShouldBe(["miss", "hit"]);
        records[1].Outcome.ShouldBe(RoundTripOutcome.AnsweredByFilter);
        records[1].CostUsd.ShouldBe(0);
        records[0].CostUsd!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task SameRequestAgain_ToolCall_ComesWithItsArguments()
    {
        var model = new ScriptedModel(ScriptedStep.Call("read", ("path", "a.txt")));
        var kernel = Kernel(model);
        var router = kernel.Router();
        await router.GetResponseAsync("go", Options("me"));

        var again = await router.GetResponseAsync("go", Options("me"));

        var call = again
            .Messages[0]
            .Contents.OfType<Microsoft.Extensions.AI.FunctionCallContent>()
            .Single();
        call.Name.ShouldBe("read");
        call.Arguments!["path"]!.ToString().ShouldBe("a.txt");
        model.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task OtherRequest_AnyPartDiffers_IsAskedAnew()
    {
        var model = new ScriptedModel([.. Enumerable.Repeat(ScriptedStep.Answer("x"), 20)]);
        var kernel = Kernel(model);
        var router = kernel.Router();
        ChatOptions[] others =
        [
            Options("me"),
            Options("you"),
            Options("me", options => options.Temperature = 0.5f),
            Options("me", options => options.ModelId = "b"),
            Options("me", options => options.Seed = 4),
            Options("me", options => options.ResponseFormat = ChatResponseFormat.Json),
            Options("me", options => options.AdditionalProperties!["top_a"] = 1),
            Options("me", options => options.AdditionalProperties!["skrouter.tenant"] = "acme"),
            Options("me", options => options.Tools = [Tool("read", "Reads.")]),
            Options("me", options => options.Tools = [Tool("read", "Reads a file.")]),
        ];

        foreach (var options in others.Concat(others))
        {
            await router.GetResponseAsync("hello", options);
        }

        await router.GetResponseAsync("hello!", Options("me"));
        model.Requests.ShouldBe(others.Length + 1);
    }

    [Fact]
    public async Task SameRequest_OtherRunOrAgent_IsTheSame()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("one"));
        var router = Kernel(model).Router();
        foreach (var run in new[] { "a", "b" })
        {
            await router.GetResponseAsync(
                "hello",
                Options("me", options => options.AdditionalProperties!["skrouter.run"] = run)
            );
        }

        model.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task SameRequest_AfterItsTime_IsAskedAnew()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("one"), ScriptedStep.Answer("two"));
        var kernel = Kernel(model);
        await AskAsync(kernel, "hello", streamed: false);
        _time.Advance(Hour);

        (await AskAsync(kernel, "hello", streamed: false)).ShouldBe("two");
    }

    [Fact]
    public async Task SameRequest_Refreshed_IsAskedAnewAndThatIsKept()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("one"), ScriptedStep.Answer("two"));
        var kernel = Kernel(model);
        await AskAsync(kernel, "hello", streamed: false);
        var router = kernel.Router();
        await router.GetResponseAsync(
            "hello",
            Options("me", options => options.AdditionalProperties![CacheCarrier.Refresh] = true)
        );

        (await AskAsync(kernel, "hello", streamed: false)).ShouldBe("two");
        model.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_CutByLength_IsNotKept(bool streamed)
    {
        var cut = ScriptedStep.Answer("one") with { FinishReason = "length" };
        var model = new ScriptedModel(cut, ScriptedStep.Answer("two"));
        var kernel = Kernel(model);
        await AskAsync(kernel, "hello", streamed);

        (await AskAsync(kernel, "hello", streamed)).ShouldBe("two");
    }

    [Fact]
    public async Task Stream_LeftBeforeItsEnd_IsNotKept()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("one"), ScriptedStep.Answer("two"));
        var kernel = Kernel(model);
        await foreach (
            var update in kernel.Router().GetStreamingResponseAsync("hello", Options("me"))
        )
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        (await AskAsync(kernel, "hello", streamed: true)).ShouldBe("two");
    }

    [Fact]
    public async Task NotAskedFor_SameRequestAgain_IsAskedAnew()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("one"), ScriptedStep.Answer("two"));
        var router = Kernel(model).Router();
        await router.GetResponseAsync("hello");

        (await router.GetResponseAsync("hello")).Text.ShouldBe("two");
    }

    private Kernel Kernel(ScriptedModel model) =>
        RouterKit.Kernel(
            router =>
            {
                router.Role("any", role => role.Prefer("a", "b"));
                router.Services.AddSingleton<IModelInvocationFilter>(new AnswerCacheFilter(_cache));
            },
            ("a", new ScriptedChatClient(model)),
            ("b", new ScriptedChatClient(model))
        );

    private static async Task<string> AskAsync(Kernel kernel, string text, bool streamed)
    {
        var router = kernel.Router();
        return streamed
            ? (
                await router.GetStreamingResponseAsync(text, Options("me")).ToChatResponseAsync()
            ).Text
            : (await router.GetResponseAsync(text, Options("me"))).Text;
    }

    private static ChatOptions Options(string scope, Action<ChatOptions>? configure = null)
    {
        var options = new ChatOptions
        {
            AdditionalProperties = new()
            {
                [CacheCarrier.KeepFor] = Hour,
                [CacheCarrier.Scope] = scope,
            },
        };
        configure?.Invoke(options);
        return options;
    }

    private static AIFunction Tool(string name, string description) =>
        AIFunctionFactory.Create((string path) => path, name, description);
}
