using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>
/// Names what a request carries for other protocols, so that nothing of it is lost without a word. One pass over the whole request does it, whatever the
/// writers of the protocols look at.
/// </summary>
internal sealed class ForeignFields(Speaker speaker, RequestNotes notes)
{
    private const string DocumentContext = $"{WireProtocols.Messages}.context";

    public void Name(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        NameSettings(options.AdditionalProperties);
        foreach (var tool in options.Tools ?? [])
        {
            Name((tool as AIFunctionDeclaration)?.AdditionalProperties);
        }
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.User)
            {
                RefuseForeignParts(message);
            }
            Name(message.AdditionalProperties);
            Name(message.Contents);
        }
    }

    /// <summary>A part of a chat message that only its own protocol knows is something that the user said.</summary>
    private void RefuseForeignParts(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (
                content is ProviderContent { Provider: WireProtocols.ChatCompletions } part
                && !speaker.IsCalled(part.Provider)
            )
            {
                throw notes.Refused(ContentNames.Of(part));
            }
        }
    }

    private void Name(IEnumerable<AIContent> contents)
    {
        foreach (var content in contents)
        {
            Name(content.AdditionalProperties);
            NameContext(content);
            if (
                speaker.Protocol is WireProtocols.Messages or WireProtocols.GenerateContent
                && ContentNames.Detail(content) is { } detail
                && detail != "auto"
            )
            {
                notes.Left("detail");
            }
            if (content is FunctionResultContent { Result: IEnumerable<AIContent> parts })
            {
                Name(parts);
            }
        }
    }

    /// <summary>Where a document is read as a text, its title and context are in it; where it is sent as a file, a context has no place.</summary>
    private void NameContext(AIContent content)
    {
        if (
            content is not TextContent
            && content.AdditionalProperties?.ContainsKey(DocumentContext) is true
            && FieldOfOthers(DocumentContext) is { } field
        )
        {
            notes.Left(field);
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
            if (value is null || FieldOfOthers(key) is not { } field)
            {
                continue;
            }
            if (FieldTranslations.Of(key, speaker.Protocol) is not { } members)
            {
                if (field == "text" && value is JsonElement { ValueKind: JsonValueKind.Object })
                {
                    // The object is there anyway; what is lost is in it.
                    foreach (var member in ((JsonElement)value).EnumerateObject())
                    {
                        NameSetting($"{field}.{member.Name}", member.Value);
                    }
                }
                else
                {
                    NameSetting(field, value);
                }
            }
            else if (
                members.Count > 0
                && value is JsonElement { ValueKind: JsonValueKind.Object } given
            )
            {
                foreach (var member in given.EnumerateObject())
                {
                    if (!members.Contains(member.Name, StringComparer.Ordinal))
                    {
                        NameSetting($"{field}.{member.Name}", member.Value);
                    }
                }
            }
        }
    }

    private void NameSetting(string field, object value)
    {
        if (IsDefault(field, value))
        {
            return;
        }
        if (FieldTranslations.IsHint(field.Split('.')[0]))
        {
            notes.Left(field);
        }
        else
        {
            notes.Unsupported(field);
        }
    }

    /// <summary>Whether a field says what happens anyway.</summary>
    private static bool IsDefault(string field, object value) =>
        value is JsonElement given
        && (field, given.ValueKind) switch
        {
            ("truncation", JsonValueKind.String) => given.ValueEquals("disabled"),
            ("speed", JsonValueKind.String) => given.ValueEquals("standard"),
            ("logprobs", JsonValueKind.False) => true,
            ("top_logprobs", JsonValueKind.Number) => given.GetDouble() == 0,
            ("logit_bias", JsonValueKind.Object) => !given.EnumerateObject().Any(),
            ("modalities", JsonValueKind.Array) => given.EnumerateArray().All(IsText("text")),
            // What a model thought comes back in the form of the caller's protocol in any case.
            ("include", JsonValueKind.Array) => given
                .EnumerateArray()
                .All(IsText("reasoning.encrypted_content")),
            _ => false,
        };

    private static Func<JsonElement, bool> IsText(string text) =>
        item => item.ValueKind is JsonValueKind.String && item.ValueEquals(text);

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
            if (
                value is not null
                && FieldOfOthers(key) is { } field
                && !ItemFields.Has(field)
                && !FieldTranslations.IsOfContent(key, speaker.Protocol)
            )
            {
                notes.Left(field);
            }
        }
    }

    private string? FieldOfOthers(string key) =>
        ProtocolFields.ProtocolOf(key) is { } protocol
        && !string.Equals(protocol, speaker.Protocol, StringComparison.OrdinalIgnoreCase)
            ? key[(protocol.Length + 1)..]
            : null;
}
