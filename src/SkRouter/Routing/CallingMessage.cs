using Microsoft.SemanticKernel;
using SkRouter.Conversion;

namespace SkRouter.Routing;

/// <summary>A model's message that calls tools, as it goes into the caller's history.</summary>
internal static class CallingMessage
{
    /// <summary>Where Semantic Kernel's OpenAI connector keeps the calls as its SDK read them; it sends those, whatever the message's items say.</summary>
    private const string SdkCalls = "ChatResponseMessage.FunctionToolCalls";

    /// <summary>Gives every call an id of its own and the name under which the kernel knows the function, whatever the model wrote.</summary>
    public static ChatMessageContent Normalise(
        ChatMessageContent message,
        in ToolTurn turn,
        int requestIndex
    )
    {
        var changed = false;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < message.Items.Count; i++)
        {
            if (message.Items[i] is not FunctionCallContent call)
            {
                continue;
            }

            var keepsId = call.Id is { Length: > 0 } && ids.Add(call.Id);
            changed |= !keepsId || call.InnerContent is ArgumentText;
            message.Items[i] = Named(
                call,
                ToolNames.Find(turn.Functions, call.PluginName, call.FunctionName),
                keepsId ? call.Id! : NewId(turn, requestIndex, i)
            );
        }

        return changed && message.GetType() != typeof(ChatMessageContent)
            ? WithoutSdkCalls(message)
            : message;
    }

    private static FunctionCallContent Named(
        FunctionCallContent call,
        KernelFunction? function,
        string id
    ) =>
        new(
            function?.Name ?? call.FunctionName,
            function is null ? call.PluginName : function.PluginName,
            id,
            call.Arguments
        )
        {
            InnerContent = call.InnerContent,
            Metadata = call.Metadata,
            Exception = call.Exception,
        };

    // The record's id makes it one of its own in the whole conversation; providers take at most 40 characters.
    private static string NewId(in ToolTurn turn, int requestIndex, int item) =>
        ToolCallIds.For(
            FormattableString.Invariant($"call_{turn.Record?.Id}_{requestIndex}_{item}"),
            mistral: false
        );

    /// <summary>The same message without the SDK's own view of its calls, in which they have no ids.</summary>
    private static ChatMessageContent WithoutSdkCalls(ChatMessageContent message) =>
        new(
            message.Role,
            [.. message.Items],
            message.ModelId,
            message.InnerContent,
            message.Encoding,
            message
                .Metadata?.Where(pair => pair.Key != SdkCalls)
                .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
        )
        {
            AuthorName = message.AuthorName,
        };
}
