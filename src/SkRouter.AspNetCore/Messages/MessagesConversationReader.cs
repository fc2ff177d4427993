using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Reads Anthropic's turns. A user's turn may hold tool results, which are messages of their own here.</summary>
internal static class MessagesConversationReader
{
    private const string System = "system";

    public static IEnumerable<ChatMessage> Read(JsonField messages)
    {
        var any = false;
        foreach (var message in messages.Items())
        {
            any = true;
            foreach (var read in Message(message))
            {
                yield return read;
            }
        }

        if (!any)
        {
            throw messages.Wrong("an array with at least one message");
        }
    }

    private static IEnumerable<ChatMessage> Message(JsonField message)
    {
        var role = message.AsObject().Required("role");
        var contents = MessagesBlockReader.Read(message.Required("content"));
        return role.AsText() switch
        {
            "assistant" => [new(ChatRole.Assistant, contents)],
            "user" => User(contents),
            System =>
            [
                new(ChatRole.System, contents)
                {
                    // Between the turns, where a provider of the protocol has a place for it.
                    AdditionalProperties = new() { [MessagesBlockFields.Key("role")] = System },
                },
            ],
            _ => throw role.Wrong("user, assistant or system"),
        };
    }

    /// <summary>Whether a block in a user's turn has the authority of the system prompt.</summary>
    private static bool IsOfSystem(AIContent content) =>
        content.AdditionalProperties?.TryGetValue(MessagesBlockFields.Key("type"), out var type)
            is true
        && type?.ToString() is "mid_conv_system";

    private static IEnumerable<ChatMessage> User(List<AIContent> contents)
    {
        var results = contents.OfType<FunctionResultContent>().ToList<AIContent>();
        if (results.Count > 0)
        {
            yield return new(ChatRole.Tool, results);
        }

        var said = contents.FindAll(content =>
            content is not FunctionResultContent && !IsOfSystem(content)
        );
        if (said.Count > 0)
        {
            yield return new(ChatRole.User, said);
        }

        var ofSystem = contents.FindAll(IsOfSystem);
        if (ofSystem.Count > 0)
        {
            yield return new(ChatRole.System, ofSystem)
            {
                // A provider of the protocol gets it where it stood, in the user's turn.
                AdditionalProperties = new() { [MessagesBlockFields.Key("role")] = "user" },
            };
        }
    }
}
