using Microsoft.Extensions.AI;
using SkRouter.Catalog;
using SkRouter.Pipeline;

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
        var leading = true;
        foreach (var message in messages)
        {
            leading &= message.Role == ChatRole.System;
            if (leadingOnly && !leading && message.Role == ChatRole.System)
            {
                context.Note(
                    $"{deployment.Key} takes system messages at the start only; a later one was sent as the user's"
                );
                portable.Add(
                    new(ChatRole.User, message.Contents) { AuthorName = message.AuthorName }
                );
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
