using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.TestKit;

namespace SkRouter.Tests.Conversion;

/// <summary>A conversation that one provider began, as the next one gets it.</summary>
public sealed class PortableHistoryTests : IDisposable
{
    private const string Signature = "signed-by-the-first";

    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));
    private readonly ThinkingClient _first = new();

    public void Dispose() => _first.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_MovesToAnotherProvider_GetsWhatThatOneTakes(bool streamed)
    {
        var kernel = Build();
        var conversation = await BegunAsync(kernel, streamed);
        kernel.Router().Health.Drain("first", "maintenance");

        await AskAsync(kernel, conversation, streamed);

        var sent = _second.Conversations.ShouldHaveSingleItem();
        var items = sent.SelectMany(message => message.Contents).ToList();
        items.OfType<TextReasoningContent>().ShouldBeEmpty();
        var id = items.OfType<Microsoft.Extensions.AI.FunctionCallContent>().Single().CallId;
        id.ShouldMatch("^[a-zA-Z0-9]{9}$");
        items.OfType<Microsoft.Extensions.AI.FunctionResultContent>().Single().CallId.ShouldBe(id);
        sent.Select(message => message.Role)
            .ShouldBe([
                ChatRole.System,
                ChatRole.System,
                ChatRole.User,
                ChatRole.Assistant,
                ChatRole.Tool,
                ChatRole.User,
            ]);
        var notes = (await kernel.RecordsAsync())[^1].Notes;
        notes.ShouldContain("reasoning that another provider signed was not sent to second");
        notes.ShouldContain(note => note.Contains("system messages at the start only"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_StaysOrComesBack_GetsItsOwnWordsUnchanged(bool streamed)
    {
        var kernel = Build();
        var conversation = await BegunAsync(kernel, streamed);

        await AskAsync(kernel, conversation, streamed);

        var items = _first.Model.Conversations[^1].SelectMany(message => message.Contents);
        items
            .OfType<TextReasoningContent>()
            .ShouldHaveSingleItem()
            .ProtectedData.ShouldBe(Signature);
        items
            .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
            .Single()
            .CallId.ShouldBe("call_Look");
        conversation
            .SelectMany(message => message.Contents)
            .OfType<TextReasoningContent>()
            .ShouldHaveSingleItem();
    }

    private static async Task<List<ChatMessage>> BegunAsync(Kernel kernel, bool streamed)
    {
        List<ChatMessage> conversation =
        [
            new(ChatRole.System, "You look things up."),
            new(ChatRole.User, "What is there?"),
        ];
        var answer = await AskAsync(kernel, conversation, streamed);
        return
        [
            .. conversation,
            .. answer.Messages,
            new(
                ChatRole.Tool,
                [new Microsoft.Extensions.AI.FunctionResultContent("call_Look", "a shop")]
            ),
            new(ChatRole.System, "Be brief from now on."),
            new(ChatRole.User, "And then?"),
        ];
    }

    private static Task<ChatResponse> AskAsync(
        Kernel kernel,
        IEnumerable<ChatMessage> conversation,
        bool streamed
    )
    {
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "seen", "Look")] };
        return streamed
            ? kernel.Router().GetStreamingResponseAsync(conversation, options).ToChatResponseAsync()
            : kernel.Router().GetResponseAsync(conversation, options);
    }

    private Kernel Build() =>
        RouterKit.Kernel(
            router =>
            {
                router.Deployment("first", deployment => deployment.Options.Provider = "anthropic");
                router.Deployment("second", deployment => deployment.Options.Provider = "mistral");
                router.Role("agent", role => role.Prefer("first").FallBackTo("second"));
            },
            ("first", _first),
            ("second", new ScriptedChatClient(_second))
        );

    /// <summary>A model that thinks before its answer and signs its thoughts.</summary>
    private sealed class ThinkingClient(ScriptedChatClient inner) : DelegatingChatClient(inner)
    {
        public ThinkingClient()
            : this(new ScriptedChatClient(ScriptedStep.Call("Look"), ScriptedStep.Answer("done")))
        { }

        public ScriptedModel Model => ((ScriptedChatClient)InnerClient).Model;

        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.Messages[0].Contents.Insert(0, Thought());
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation]
                CancellationToken cancellationToken = default
        )
        {
            yield return new(ChatRole.Assistant, [Thought()]);
            await foreach (
                var update in base.GetStreamingResponseAsync(messages, options, cancellationToken)
            )
            {
                yield return update;
            }
        }

        private static TextReasoningContent Thought() =>
            new("I should look.") { ProtectedData = Signature };
    }
}
