using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Google;

/// <summary>Reads the sources of an answer as citations of its text. Gemini counts places in bytes, and in a stream names the sources after the text.</summary>
internal sealed class GeminiSources
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds citations to the last text, or to an empty one behind it.</summary>
    /// <param name="contents">The contents of the answer, or of a piece of it.</param>
    /// <param name="candidate">The candidate that they are of.</param>
    public void Cite(List<AIContent> contents, JsonElement candidate)
    {
        foreach (var said in contents.OfType<TextContent>())
        {
            _text.Append(said.Text);
        }
        List<AIAnnotation> citations =
        [
            .. Grounded(candidate.Member("groundingMetadata")),
            .. Quoted(candidate.Member("citationMetadata")),
        ];
        if (citations.Count == 0)
        {
            return;
        }
        var text = contents.Find(static content => content is TextContent);
        // Places count from the first text of the answer.
        if (text is not TextContent { Text: var all } || all.Length != _text.Length)
        {
            contents.Add(text = new TextContent(""));
        }
        text.Annotations = citations;
    }

    private IEnumerable<AIAnnotation> Grounded(JsonElement? grounding)
    {
        var chunks = grounding.Items("groundingChunks").ToList();
        var supports = grounding.Items("groundingSupports").ToList();
        foreach (var support in supports)
        {
            var segment = support.Member("segment");
            foreach (var index in support.Items("groundingChunkIndices"))
            {
                if (index.TryGetInt32(out var place) && place >= 0 && place < chunks.Count)
                {
                    yield return Source(chunks[place], segment);
                }
            }
        }
        foreach (var chunk in supports.Count == 0 ? chunks : [])
        {
            yield return Source(chunk, segment: null);
        }
    }

    private CitationAnnotation Source(JsonElement chunk, JsonElement? segment)
    {
        var source =
            chunk.Member("web")
            ?? chunk.Member("retrievedContext")
            ?? chunk.Member("maps")
            ?? chunk.Member("image");
        return Citation(
            source.Text("uri") ?? source.Text("sourceUri"),
            source.Text("title"),
            source.Text("text"),
            segment,
            chunk
        );
    }

    private IEnumerable<AIAnnotation> Quoted(JsonElement? metadata)
    {
        foreach (
            var source in metadata.Items("citationSources").Concat(metadata.Items("citations"))
        )
        {
            yield return Citation(source.Text("uri"), source.Text("title"), null, source, source);
        }
    }

    private CitationAnnotation Citation(
        string? uri,
        string? title,
        string? snippet,
        JsonElement? segment,
        JsonElement raw
    ) =>
        new()
        {
            Url = Uri.TryCreate(uri, UriKind.Absolute, out var address) ? address : null,
            Title = title,
            Snippet = snippet,
            AnnotatedRegions = segment.Count("endIndex") is { } end
                ?
                [
                    new TextSpanAnnotatedRegion
                    {
                        StartIndex = Characters(segment.Count("startIndex") ?? 0),
                        EndIndex = Characters(end),
                    },
                ]
                : null,
            RawRepresentation = raw,
        };

    /// <summary>How many characters a number of bytes of the text are.</summary>
    private int Characters(long bytes)
    {
        var octets = Encoding.UTF8.GetBytes(_text.ToString());
        return Encoding.UTF8.GetCharCount(octets, 0, (int)Math.Min(bytes, octets.Length));
    }
}
