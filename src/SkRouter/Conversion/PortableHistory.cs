using Microsoft.Extensions.AI;
using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.Conversion;

/// <summary>
/// Makes a conversation that several providers have written to fit the one that gets it next. What had to be dropped or
/// changed is on the record. Messages that need no change are passed as they are.
/// </summary>
internal sealed class PortableHistory(SignatureOrigins origins)
{
    private static readonly string[] OnlyLeadingSystem =
    [
        "anthropic",
        "google",
        "gemini",
        "mistral",
    ];

    public SignatureOrigins Origins => origins;

    public List<ChatMessage> For(
        IReadOnlyList<ChatMessage> messages,
        Deployment deployment,
        ModelInvocationContext context
    )
    {
        var provider = deployment.Provider ?? deployment.Model;
        var mistral = provider.Contains("mistral", StringComparison.OrdinalIgnoreCase);
        var leadingOnly = IsOneOf(provider, OnlyLeadingSystem);
        var portable = new List<ChatMessage>(messages.Count);
        var leading = 0;
        foreach (var message in messages)
        {
            var isSystem = message.Role == ChatRole.System;
            if (isSystem && leading == portable.Count)
            {
                leading++;
            }
            else if (isSystem && leadingOnly && !HasPlaceFor(message, deployment))
            {
                // Its authority matters more than its place: as the user's it would be no instruction.
                context.Note(
                    $"{deployment.Key} takes system messages at the start only; a later one was moved there"
                );
                portable.Insert(leading++, message);
                continue;
            }

            portable.Add(
                NeedsChange(message, provider, mistral)
                    ? Change(message, provider, mistral, deployment, context)
                    : message
            );
        }

        return portable;
    }

    /// <summary>A caller that speaks the deployment's protocol may say that its model takes such a message between the turns.</summary>
    private static bool HasPlaceFor(ChatMessage message, Deployment deployment) =>
        deployment.Speaker is { } speaker
        && message.AdditionalProperties is { Count: > 0 } properties
        && (
            properties.ContainsKey(ProtocolFields.Key(speaker.Protocol, "role"))
            || properties.ContainsKey(ProtocolFields.Key(speaker.Provider, "role"))
        );

    private bool NeedsChange(ChatMessage message, string provider, bool mistral)
    {
        foreach (var item in message.Contents)
        {
            var change = item switch
            {
                TextReasoningContent { ProtectedData: { Length: > 0 } signature } =>
                    !origins.MayGoTo(signature, provider),
                FunctionCallContent call => call.CallId != ToolCallIds.For(call.CallId, mistral),
                FunctionResultContent result => result.CallId
                    != ToolCallIds.For(result.CallId, mistral),
                _ => false,
            };
            if (change)
            {
                return true;
            }
        }

        return false;
    }

    private ChatMessage Change(
        ChatMessage message,
        string provider,
        bool mistral,
        Deployment deployment,
        ModelInvocationContext context
    )
    {
        var contents = new List<AIContent>(message.Contents.Count);
        foreach (var item in message.Contents)
        {
            switch (item)
            {
                case TextReasoningContent { ProtectedData: { Length: > 0 } signature }
                    when !origins.MayGoTo(signature, provider):
                    context.Note(
                        $"reasoning that another provider signed was not sent to {deployment.Key}"
                    );
                    break;
                case FunctionCallContent call:
                    contents.Add(
                        new FunctionCallContent(
                            ToolCallIds.For(call.CallId, mistral),
                            call.Name,
                            call.Arguments
                        )
                        {
                            Exception = call.Exception,
                            RawRepresentation = call.RawRepresentation,
                            AdditionalProperties = call.AdditionalProperties,
                        }
                    );
                    break;
                case FunctionResultContent result:
                    contents.Add(
                        new FunctionResultContent(
                            ToolCallIds.For(result.CallId, mistral),
                            result.Result
                        )
                        {
                            Exception = result.Exception,
                            AdditionalProperties = result.AdditionalProperties,
                        }
                    );
                    break;
                default:
                    contents.Add(item);
                    break;
            }
        }

        return new(message.Role, contents)
        {
            AuthorName = message.AuthorName,
            AdditionalProperties = message.AdditionalProperties,
        };
    }

    private static bool IsOneOf(string provider, string[] names)
    {
        foreach (var name in names)
        {
            if (provider.Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
