using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>
/// Joins the halves of a surrogate pair that a provider sent in two pieces, and replaces a half that stands alone by U+FFFD: a caller's encoder would
/// throw, or turn each half into a mark of its own. A piece that needs no change is passed as it is.
/// </summary>
internal sealed class SurrogateMending
{
    private char? _text;
    private char? _reasoning;

    public AnswerChunk Mend(AnswerChunk chunk)
    {
        if (chunk.Native is ChatResponseUpdate update)
        {
            Mend(update);
        }
        else if (chunk.Native is StreamingChatMessageContent content)
        {
            Mend(content);
        }

        return chunk;
    }

    private void Mend(ChatResponseUpdate update)
    {
        var contents = update.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is Microsoft.Extensions.AI.TextContent text)
            {
                if (Needs(text.Text, _text))
                {
                    text.Text = Mended(text.Text, ref _text);
                }
            }
            else if (
                contents[i] is TextReasoningContent reasoning
                && Needs(reasoning.Text, _reasoning)
            )
            {
                reasoning.Text = Mended(reasoning.Text, ref _reasoning);
            }
        }

        if (update.FinishReason is not null && _text is not null)
        {
            _text = null;
            contents.Insert(0, new Microsoft.Extensions.AI.TextContent("\uFFFD"));
        }
    }

    private void Mend(StreamingChatMessageContent content)
    {
        var items = content.Items;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is StreamingTextContent text && Needs(text.Text, _text))
            {
                items[i] = new StreamingTextContent(
                    Mended(text.Text!, ref _text),
                    text.ChoiceIndex,
                    text.ModelId,
                    text.InnerContent,
                    text.Encoding,
                    text.Metadata
                );
            }
        }

        if (_text is not null && AnswerMetadata.FinishReason(content.Metadata) is not null)
        {
            _text = null;
            items.Insert(0, new StreamingTextContent("\uFFFD"));
        }
    }

    private static bool Needs(string? text, char? open) =>
        !string.IsNullOrEmpty(text)
        && (open is not null || text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0);

    private static string Mended(string text, ref char? open)
    {
        var joined = open is { } high ? high + text : text;
        open = null;
        if (char.IsHighSurrogate(joined[^1]))
        {
            open = joined[^1];
            joined = joined[..^1];
        }

        return JsonText.WellFormed(joined);
    }
}
