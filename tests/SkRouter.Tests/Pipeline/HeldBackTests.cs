using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Pipeline;

/// <summary>Pieces that say nothing are held back, so that a failure after them stays invisible; but not without end.</summary>
public sealed class HeldBackTests
{
    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    public async Task Stream_BreaksAfterPiecesThatSayNothing_IsAnsweredByTheNext(int empty)
    {
        var kernel = Build(new SilentThenBroken(empty));

        var answer = await kernel.Router().GetStreamingResponseAsync("hello").ToChatResponseAsync();

        answer.Text.ShouldBe("from the second");
        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record
            .Attempts.Select(attempt => attempt.Outcome)
            .ShouldBe([AttemptOutcome.Failed, AttemptOutcome.Served]);
        record.CostUsd.ShouldBe(record.Attempts[1].CostUsd);
    }

    [Fact]
    public async Task Stream_SaysNothingForTooLong_IsShownAndItsBreakToo()
    {
        var kernel = Build(new SilentThenBroken(pieces: 64));

        var error = await Should.ThrowAsync<RouterException>(() =>
            kernel.Router().GetStreamingResponseAsync("hello").ToChatResponseAsync()
        );

        error.Code.ShouldBe(RouterErrorCode.StreamInterrupted);
        _second.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Stream_CallsATool_IsHeldHoweverLongItsArgumentsAre()
    {
        var kernel = Build(new SilentThenBroken(pieces: 200, tool: true));

        var answer = await kernel.Router().GetStreamingResponseAsync("hello").ToChatResponseAsync();

        answer.Text.ShouldBe("from the second");
        answer
            .Messages.SelectMany(message => message.Contents)
            .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
            .ShouldBeEmpty();
    }

    private Kernel Build(IChatClient first) =>
        RouterKit.Kernel(
            router =>
            {
                router.Deployment("first", deployment => deployment.Options.Retries = 0);
                router.Role("agent", role => role.Prefer("first").FallBackTo("second"));
            },
            ("first", first),
            ("second", new ScriptedChatClient(_second))
        );

    private sealed class SilentThenBroken(int pieces, bool tool = false) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await Task.CompletedTask;
            if (tool)
            {
                yield return new(
                    ChatRole.Assistant,
                    [new Microsoft.Extensions.AI.FunctionCallContent("call_1", "Look")]
                );
            }

            for (var piece = 0; piece < pieces; piece++)
            {
                yield return new(ChatRole.Assistant, "");
            }

            throw new IOException("cut");
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
