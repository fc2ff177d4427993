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

    private static IEnumerable<ChatMessage> User(List<AIContent> contents)
    {
        var results = contents.OfType<FunctionResultContent>().ToList<AIContent>();
        if (results.Count > 0)
        {
            yield return new(ChatRole.Tool, results);
        }

        if (results.Count < contents.Count)
        {
            yield return new(
                ChatRole.User,
                [.. contents.Where(content => content is not FunctionResultContent)]
            );
        }
    }
}
