using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>
/// Names what a request carries for other protocols, so that nothing of it is lost without a word. One pass over the whole request does it, whatever the
/// writers of the protocols look at.
/// </summary>
internal sealed class ForeignFields(Speaker speaker, RequestNotes notes)
{
    public void Name(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        NameSettings(options.AdditionalProperties);
        foreach (var tool in options.Tools ?? [])
        {
            Name((tool as AIFunctionDeclaration)?.AdditionalProperties);
        }
        foreach (var message in messages)
        {
            Name(message.AdditionalProperties);
            Name(message.Contents);
        }
    }

    private void Name(IEnumerable<AIContent> contents)
    {
        foreach (var content in contents)
        {
            Name(content.AdditionalProperties);
            if (content is FunctionResultContent { Result: IEnumerable<AIContent> parts })
            {
                Name(parts);
            }
        }
    }

    private void NameSettings(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null)
        {
            return;
        }
        foreach (var (key, value) in properties)
        {
            if (value is not null && FieldOfOthers(key) is { } field)
            {
                if (FieldTranslations.IsHint(field))
                {
                    notes.Left(field);
                }
                else
                {
                    notes.Unsupported(field);
                }
            }
        }
    }

    private void Name(IEnumerable<KeyValuePair<string, object?>>? properties)
    {
        if (
            properties
            is null
                or AdditionalPropertiesDictionary { Count: 0 }
                or IReadOnlyDictionary<string, object?> { Count: 0 }
        )
        {
            return;
        }
        foreach (var (key, value) in properties)
        {
            if (value is not null && FieldOfOthers(key) is { } field)
            {
                notes.Left(field);
            }
        }
    }

    private string? FieldOfOthers(string key) =>
        ProtocolFields.ProtocolOf(key) is { } protocol
        && !string.Equals(protocol, speaker.Protocol, StringComparison.OrdinalIgnoreCase)
        && !FieldTranslations.Has(key, speaker.Protocol)
        && !ItemFields.Has(key[(protocol.Length + 1)..])
            ? key[(protocol.Length + 1)..]
            : null;
}
