using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>Reads the citations under an answer's text; every provider has its own names for the same three things.</summary>
internal static class Citations
{
    public static IList<AIAnnotation>? Read(IEnumerable<JsonElement> citations)
    {
        var read = citations.Select(Read).OfType<AIAnnotation>().ToList();
        return read.Count == 0 ? null : read;
    }

    private static CitationAnnotation? Read(JsonElement citation)
    {
        var source =
            citation.Member("url_citation") ?? citation.Member("file_citation") ?? citation;
        var url = source.Text("url") ?? source.Text("uri") ?? source.Text("source");
        var file = source.Text("file_id");
        var title = source.Text("title") ?? source.Text("document_title");
        return url is null && file is null && title is null && source.Text("cited_text") is null
            ? null
            : new CitationAnnotation
            {
                Title = title ?? source.Text("filename"),
                Url = Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null,
                FileId = file,
                Snippet = source.Text("cited_text") ?? source.Text("content"),
                RawRepresentation = citation,
                AnnotatedRegions = Region(source),
            };
    }

    private static List<AnnotatedRegion>? Region(JsonElement source) =>
        source.Count("end_index") is { } end
            ?
            [
                new TextSpanAnnotatedRegion
                {
                    StartIndex = (int?)source.Count("start_index"),
                    EndIndex = (int?)end,
                },
            ]
            : null;
}
