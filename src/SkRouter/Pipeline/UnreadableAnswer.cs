using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>
/// An answer that a provider gave and its SDK cannot read: OpenAI's fails on a whole answer that calls a tool without arguments, and reads the
/// same answer as a stream. So the deployment is asked once more, streamed, and the pieces are put together.
/// </summary>
internal static class UnreadableAnswer
{
    /// <summary>Whether the exception may be that of an SDK that read a tool call and found nothing where it expected a value.</summary>
    public static bool Is(Exception exception, ModelRequest request) =>
        request.OffersTools && exception is ArgumentNullException or NullReferenceException;

    /// <summary>The failure of the first try; nothing is wrong with the deployment.</summary>
    public static Failure Failure(Exception exception) =>
        new(
            FailureKind.MalformedAnswer,
            $"its SDK could not read the answer ({exception.GetType().Name}); it was asked again for a stream",
            exception
        );

    public static async ValueTask<ModelAnswer> AskStreamedAsync(
        AttemptRun run,
        CancellationToken cancellationToken
    )
    {
        var source = DeploymentCall.Stream(run, cancellationToken);
        await using (source.ConfigureAwait(false))
        {
            var updates = new List<ChatResponseUpdate>();
            var contents = new List<StreamingChatMessageContent>();
            while (await source.MoveNextAsync().ConfigureAwait(false))
            {
                if (source.Current.Native is ChatResponseUpdate update)
                {
                    BrokenArguments.Repair(update.Contents);
                    updates.Add(update);
                }
                else if (source.Current.Native is StreamingChatMessageContent content)
                {
                    contents.Add(content);
                }
            }

            return run.Deployment.ChatCompletion is null
                ? new(updates.ToChatResponse())
                : new([Message(contents, run.Request)]);
        }
    }

    private static ChatMessageContent Message(
        List<StreamingChatMessageContent> pieces,
        ModelRequest request
    )
    {
        var streamed = new StreamedMessage();
        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var piece in pieces)
        {
            streamed.Add(piece);
            foreach (var (key, value) in piece.Metadata ?? new Dictionary<string, object?>())
            {
                metadata[key] = value ?? metadata.GetValueOrDefault(key);
            }
        }

        var message = streamed.Whole(RetainsTypes(request));
        message.Metadata = metadata;
        return message;
    }

    private static bool RetainsTypes(ModelRequest request) =>
        request
            .Settings?.FunctionChoiceBehavior?.GetConfiguration(
                new(new ChatHistory()) { Kernel = request.Kernel }
            )
            .Options.RetainArgumentTypes == true;
}
