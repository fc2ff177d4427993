using Microsoft.Extensions.AI;
using SkRouter.Protocols;
using SkRouter.Relay;

namespace SkRouter.Connectors.Wire;

/// <summary>
/// Names what a request carries for other protocols, so that nothing of it is lost without a word. One pass over the whole request does it, whatever the
/// writers of the protocols look at.
/// </summary>
internal sealed class ForeignFields(Speaker speaker, RequestNotes notes)
{
    /// <summary>A caller that asks for several answers cannot do with one.</summary>
    private const string Choices = $"{WireProtocols.ChatCompletions}.n";

    private const string DocumentContext = $"{WireProtocols.Messages}.context";

    public void Name(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        if (options.ConversationId is not null && speaker.Protocol != WireProtocols.Responses)
        {
            // The messages are the rest of a conversation that only its provider has.
            throw notes.Refused(nameof(options.ConversationId));
        }
        if (options.ContinuationToken is not null)
        {
            throw notes.Refused(nameof(options.ContinuationToken));
        }
        if (options.RawRepresentationFactory is not null && !RelayedRequest.IsIn(options))
        {
            notes.Unsupported(nameof(options.RawRepresentationFactory));
        }
        NameSettings(options.AdditionalProperties);
        foreach (var tool in options.Tools ?? [])
        {
            Name((tool as AIFunctionDeclaration)?.AdditionalProperties);
        }
        foreach (var message in messages)
        {
            RefuseForeignParts(message);
            if (
                speaker.Protocol != WireProtocols.ChatCompletions
                && !string.IsNullOrEmpty(message.AuthorName)
            )
            {
                notes.Left("name");
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
                content is ProviderContent part
                && !speaker.IsCalled(part.Provider)
                && ForeignBlocks.IsNeeded(part, part.Block.Text("type") ?? "", message.Role)
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
            if (key == Choices)
            {
                throw notes.Refused(field);
            }
            foreach (
                var lost in new CarriedSetting(field, value).Lost(
                    FieldTranslations.Of(key, speaker.Protocol),
                    speaker.Protocol != WireProtocols.Messages
                )
            )
            {
                notes.Lacking(lost);
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
