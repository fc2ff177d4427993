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
    private List<BinaryContent>? _media;
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
                case StreamingMediaContent media:
                    (_media ??= []).Add(media.Content);
                    break;
                case StreamingReasoningContent reasoning:
                    (_reasoning ??= new()).Add(reasoning);
                    break;
                case StreamingFunctionCallUpdateContent call:
                    (_calls ??= new()).Add(call);
                    break;
            }
        }
    }

    /// <summary>The whole message, if it calls tools; else null.</summary>
    /// <param name="retainTypes">Whether functions and filters are given arguments as JSON elements rather than as text.</param>
    public ChatMessageContent? WithToolCalls(bool retainTypes) =>
        _calls is null ? null : Whole(retainTypes);

    /// <inheritdoc cref="WithToolCalls"/>
    /// <summary>The whole message.</summary>
    public ChatMessageContent Whole(bool retainTypes)
    {
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

        foreach (var media in _media ?? [])
        {
            message.Items.Add(media);
        }

        foreach (var call in _calls?.BuildForFunctions(retainTypes) ?? [])
        {
            message.Items.Add(call);
        }

        return message;
    }
}
