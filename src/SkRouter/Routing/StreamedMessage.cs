using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;

namespace SkRouter.Routing;

/// <summary>Puts the pieces of a streamed answer together, for the history of a tool loop.</summary>
internal sealed class StreamedMessage
{
    private readonly StringBuilder _text = new();
    private StreamedThoughts? _reasoning;
    private Dictionary<string, IReadOnlyDictionary<string, object?>>? _marks;
    private ToolCallFragments? _calls;
    private string? _modelId;
    private string? _author;

    public void Add(StreamingChatMessageContent content)
    {
        _modelId ??= content.ModelId;
        _author ??= content.AuthorName;
        foreach (var item in content.Items)
        {
            switch (item)
            {
                case StreamingTextContent text:
                    _text.Append(text.Text);
                    break;
                case StreamingReasoningContent reasoning:
                    (_reasoning ??= new()).Add(reasoning);
                    break;
                case StreamingFunctionCallUpdateContent call:
                    (_calls ??= new()).Add(call);
                    if (call is { CallId: { } id, Metadata: { } marks })
                    {
                        (_marks ??= new(StringComparer.Ordinal))[id] = marks;
                    }

                    break;
            }
        }
    }

    /// <summary>The whole message, if it calls tools; else null.</summary>
    public ChatMessageContent? WithToolCalls()
    {
        if (_calls?.Build() is not { Count: > 0 } calls)
        {
            return null;
        }

        var message = new ChatMessageContent(AuthorRole.Assistant, (string?)null)
        {
            ModelId = _modelId,
            AuthorName = _author,
        };
        foreach (var thought in _reasoning?.Take() ?? [])
        {
            message.Items.Add(thought);
        }

        if (_text.Length > 0)
        {
            message.Items.Add(new TextContent(_text.ToString()));
        }

        foreach (var call in calls)
        {
            call.Metadata = _marks?.GetValueOrDefault(call.Id ?? "");
            message.Items.Add(call);
        }

        return message;
    }
}
