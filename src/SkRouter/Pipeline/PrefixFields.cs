using Microsoft.Extensions.AI;
using SkRouter.Catalog.Facts;
using SkRouter.Protocols;

namespace SkRouter.Pipeline;

/// <summary>Adds the fields by which a provider is asked to continue the last message of a request.</summary>
internal static class PrefixFields
{
    public static void Add(List<ChatMessage> messages, PrefixSupport? support, Speaker speaker)
    {
        if (support is not { Message.Count: > 0 } || messages.Count == 0)
        {
            return;
        }

        var last = messages[^1].Clone();
        last.AdditionalProperties = last.AdditionalProperties is { } properties
            ? new(properties)
            : [];
        foreach (var (name, value) in support.Message)
        {
            last.AdditionalProperties[ProtocolFields.Key(speaker.Protocol, name)] = value;
        }

        messages[^1] = last;
    }

    /// <returns>The options with the fields, new ones if there were none.</returns>
    public static ChatOptions? Options(ChatOptions? copy, PrefixSupport? support, Speaker? speaker)
    {
        if (support is not { Request.Count: > 0 } || speaker is null)
        {
            return copy;
        }

        copy ??= new();
        copy.AdditionalProperties ??= [];
        foreach (var (name, value) in support.Request)
        {
            copy.AdditionalProperties[ProtocolFields.Key(speaker.Protocol, name)] = value;
        }

        return copy;
    }
}
