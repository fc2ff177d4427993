using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Keeps members of an answer that nothing else reads, as fields of its protocol: a caller who speaks it gets them as they came.</summary>
internal static class AnswerMembers
{
    /// <param name="extras">Where to.</param>
    /// <param name="given">The object.</param>
    /// <param name="protocol">One of <see cref="WireProtocols"/>.</param>
    /// <param name="known">Names of the members that are read elsewhere.</param>
    public static void Keep(
        AdditionalPropertiesDictionary extras,
        JsonElement? given,
        string protocol,
        HashSet<string> known
    )
    {
        if (given is not { ValueKind: JsonValueKind.Object } members)
        {
            return;
        }
        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind is not JsonValueKind.Null && !known.Contains(member.Name))
            {
                extras[ProtocolFields.Key(protocol, member.Name)] = member.Value;
            }
        }
    }

    /// <summary>Keeps members on a content.</summary>
    public static void KeepOn(
        AIContent content,
        JsonElement? given,
        string protocol,
        HashSet<string> known
    )
    {
        var extras = content.AdditionalProperties ?? [];
        Keep(extras, given, protocol, known);
        content.AdditionalProperties = extras.Count > 0 ? extras : null;
    }
}
