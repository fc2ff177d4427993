using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Carries members of a block that Microsoft.Extensions.AI has no place for, so that a provider of the protocol gets them again.</summary>
internal static class MessagesBlockFields
{
    public static string Key(string name) => $"{WireProtocols.Messages}.{name}";

    /// <summary>Puts all members of a block on its content, except those that the content itself says.</summary>
    public static T Carry<T>(this T content, JsonField block, params ReadOnlySpan<string> except)
        where T : AIContent
    {
        foreach (var member in block.Value.EnumerateObject())
        {
            if (member.Value.ValueKind is not JsonValueKind.Null && !except.Contains(member.Name))
            {
                (content.AdditionalProperties ??= [])[Key(member.Name)] = member.Value.Clone();
            }
        }

        return content;
    }
}
