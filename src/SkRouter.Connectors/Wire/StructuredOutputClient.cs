using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>Puts a schema to a model that has no setting for one: as a tool it must call, or as an instruction.</summary>
internal sealed class StructuredOutputClient(
    IChatClient inner,
    string provider,
    Func<string?, StructuredOutput> wayFor
) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = Rewrite(messages, options);
        var response = await base.GetResponseAsync(
                request.Messages,
                request.Options,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (request.Way == StructuredOutput.Native)
        {
            return response;
        }
        var hasCalls = false;
        foreach (var message in response.Messages)
        {
            message.Contents = [.. message.Contents.Select(StructuredRequest.Unwrap)];
            hasCalls |= message.Contents.Any(static content => content is FunctionCallContent);
        }
        response.FinishReason = Finish(response.FinishReason, hasCalls);
        if (request.Checks(response.FinishReason))
        {
            var json = InstructedAnswer.Check(response.Text, request.Schema, provider);
            Replace(response, json);
        }
        return response;
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        WantsSchema(options)
            ? StreamAsync(messages, options, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var request = Rewrite(messages, options);
        var text = new StringBuilder();
        var hasCalls = false;
        ChatFinishReason? finish = null;
        await foreach (
            var update in base.GetStreamingResponseAsync(
                    request.Messages,
                    request.Options,
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
        {
            if (request.Way != StructuredOutput.Native)
            {
                update.Contents = [.. update.Contents.Select(StructuredRequest.Unwrap)];
                hasCalls |= update.Contents.Any(static content => content is FunctionCallContent);
                update.FinishReason = Finish(update.FinishReason, hasCalls);
                finish = update.FinishReason ?? finish;
                text.Append(update.Text);
            }
            yield return update;
        }
        if (request.Checks(finish))
        {
            InstructedAnswer.Check(text.ToString(), request.Schema, provider);
        }
    }

    private StructuredRequest Rewrite(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        WantsSchema(options)
            ? StructuredRequest.Of(messages, options, wayFor(options.ModelId))
            : new(messages, options, StructuredOutput.Native);

    private static bool WantsSchema([NotNullWhen(true)] ChatOptions? options) =>
        options?.ResponseFormat is ChatResponseFormatJson { Schema: not null };

    /// <summary>The call that carried the answer is no call of the caller's.</summary>
    private static ChatFinishReason? Finish(ChatFinishReason? finish, bool hasCalls) =>
        finish == ChatFinishReason.ToolCalls && !hasCalls ? ChatFinishReason.Stop : finish;

    private static void Replace(ChatResponse response, string json)
    {
        if (string.Equals(response.Text, json, StringComparison.Ordinal))
        {
            return;
        }
        var last = response.Messages[^1];
        last.Contents =
        [
            .. last.Contents.Where(static content => content is not TextContent),
            new TextContent(json),
        ];
    }
}
