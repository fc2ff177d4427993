using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads reasoning items. What another protocol's model reasoned comes back in a seal that names its provider.</summary>
internal static class ResponsesReasoningReader
{
    private const string Raw = "raw";

    public static List<AIContent> Read(JsonField item)
    {
        var thoughts = Texts(item);
        var sealedText = item.TextOf("encrypted_content");
        if (ReasoningSeal.Open(sealedText) is { } seal)
        {
            seal.ApplyTo(thoughts);
            return [.. thoughts];
        }

        foreach (var thought in thoughts)
        {
            var fields = thought.AdditionalProperties ??= [];
            fields[ReasoningSeal.Origin] = WireProtocols.Responses;
            if (item.TextOf("id") is { } id)
            {
                fields[ResponsesItemFields.Key("id")] = id;
            }
        }

        thoughts[^1].ProtectedData = sealedText;
        return [.. thoughts];
    }

    private static List<TextReasoningContent> Texts(JsonField item)
    {
        var thoughts = new List<TextReasoningContent>();
        foreach (var part in item.Member("summary")?.Items() ?? [])
        {
            thoughts.Add(new(part.TextOf("text") ?? ""));
        }

        foreach (var part in item.Member("content")?.Items() ?? [])
        {
            thoughts.Add(
                new(part.TextOf("text") ?? "")
                {
                    AdditionalProperties = new() { [ResponsesItemFields.Key(Raw)] = true },
                }
            );
        }

        if (thoughts.Count == 0)
        {
            thoughts.Add(new(""));
        }

        return thoughts;
    }
}
