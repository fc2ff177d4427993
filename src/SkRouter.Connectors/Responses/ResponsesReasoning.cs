using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Responses;

/// <summary>Reasoning items: one may span several contents, which share its id.</summary>
internal sealed class ResponsesReasoning(Speaker speaker, RequestNotes notes)
{
    /// <summary>Marks raw thoughts, as open models give them, apart from a summary.</summary>
    public const string Raw = "raw";

    /// <summary>Writes the item that starts at <paramref name="start"/> and returns where it ends.</summary>
    public int Add(JsonArray items, IList<AIContent> contents, int start)
    {
        var first = (TextReasoningContent)contents[start];
        var id = IdOf(first);
        var end = start;
        while (
            end + 1 < contents.Count
            && contents[end + 1] is TextReasoningContent next
            && string.Equals(IdOf(next), id, StringComparison.Ordinal)
        )
        {
            end++;
        }
        if (!IsOurs(first, id))
        {
            notes.Left(ContentNames.Of(first));
            return end;
        }
        items.Add(
            Item(id, [.. contents.Skip(start).Take(end - start + 1).Cast<TextReasoningContent>()])
        );
        return end;
    }

    /// <summary>Sealed thoughts of unknown origin could be anyone's; with our id, or our mark, they are ours.</summary>
    private bool IsOurs(TextReasoningContent first, string? id) =>
        first.IsFrom(speaker)
        && (
            id is not null || first.AdditionalProperties?.ContainsKey(ProviderFields.Origin) is true
        );

    private string? IdOf(TextReasoningContent reasoning) =>
        ProviderExtras.Text(reasoning.AdditionalProperties, speaker, ResponsesItems.Id);

    private JsonObject Item(string? id, IReadOnlyList<TextReasoningContent> contents)
    {
        var summary = new JsonArray();
        var raw = new JsonArray();
        foreach (var content in contents.Where(static content => content.Text.Length > 0))
        {
            var isRaw = ProviderExtras.Get(content.AdditionalProperties, speaker, Raw) is not null;
            (isRaw ? raw : summary).Add(
                new JsonObject
                {
                    ["type"] = isRaw ? "reasoning_text" : "summary_text",
                    ["text"] = content.Text,
                }
            );
        }
        var item = new JsonObject { ["type"] = "reasoning", ["summary"] = summary };
        if (id is not null)
        {
            item["id"] = id;
        }
        if (raw.Count > 0)
        {
            item["content"] = raw;
        }
        if (
            contents.LastOrDefault(static content => content.ProtectedData is not null) is
            { } sealing
        )
        {
            item["encrypted_content"] = sealing.ProtectedData;
        }
        return item;
    }
}
