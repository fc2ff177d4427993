using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Carries members of an item or a part that Microsoft.Extensions.AI has no place for, so that a provider of the protocol gets them again.</summary>
internal static class ResponsesItemFields
{
    public static string Key(string name) => $"{WireProtocols.Responses}.{name}";

    /// <returns>Null if there is nothing to carry.</returns>
    public static AdditionalPropertiesDictionary? Of(
        JsonField item,
        params ReadOnlySpan<string> except
    )
    {
        AdditionalPropertiesDictionary? fields = null;
        foreach (var member in item.Value.EnumerateObject())
        {
            if (
                member.Value.ValueKind is not System.Text.Json.JsonValueKind.Null
                && !except.Contains(member.Name)
            )
            {
                (fields ??= [])[Key(member.Name)] = member.Value.Clone();
            }
        }

        return fields;
    }

    public static void Carry(JsonField item, AIContent content, params ReadOnlySpan<string> except)
    {
        foreach (var (key, value) in Of(item, except) ?? [])
        {
            (content.AdditionalProperties ??= [])[key] = value;
        }
    }
}
