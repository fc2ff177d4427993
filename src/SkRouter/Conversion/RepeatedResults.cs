using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Conversion;

/// <summary>
/// Joins several results of one call to one. The Responses API takes what a tool wrote later as a further output of its call; every other API wants exactly one
/// result.
/// </summary>
internal static class RepeatedResults
{
    public static void Join(List<ChatMessage> messages, Speaker? speaker)
    {
        if (speaker?.Protocol == WireProtocols.Responses)
        {
            return;
        }

        Dictionary<string, (int Message, int Content)>? places = null;
        for (var i = 0; i < messages.Count; i++)
        {
            for (var j = 0; j < messages[i].Contents.Count; j++)
            {
                if (
                    messages[i].Contents[j]
                    is not FunctionResultContent { CallId.Length: > 0 } result
                )
                {
                    continue;
                }

                places ??= new(StringComparer.Ordinal);
                if (places.TryAdd(result.CallId, (i, j)))
                {
                    continue;
                }

                var first = places[result.CallId];
                if (IsAskedAgain(messages, first.Message, i, result.CallId))
                {
                    places[result.CallId] = (i, j);
                    continue;
                }

                messages[first.Message] = With(messages[first.Message], first.Content, result);
                messages[i] = Without(messages[i], j--);
            }
        }

        messages.RemoveAll(static message =>
            message.Role == ChatRole.Tool && message.Contents.Count == 0
        );
    }

    /// <summary>Some providers give every call of a conversation the same id.</summary>
    private static bool IsAskedAgain(List<ChatMessage> messages, int from, int to, string callId)
    {
        for (var i = from; i < to; i++)
        {
            foreach (var content in messages[i].Contents)
            {
                if (content is FunctionCallContent call && call.CallId == callId)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ChatMessage With(ChatMessage message, int index, FunctionResultContent more)
    {
        var first = (FunctionResultContent)message.Contents[index];
        var contents = message.Contents.ToList();
        contents[index] = new FunctionResultContent(
            first.CallId,
            (first.Result, more.Result) is (string one, string other)
                ? $"{one}\n{other}"
                : (object)Parts(first).Concat(Parts(more)).ToList()
        )
        {
            Exception = first.Exception ?? more.Exception,
            AdditionalProperties = first.AdditionalProperties,
        };
        return Copy(message, contents);
    }

    private static IEnumerable<AIContent> Parts(FunctionResultContent result) =>
        result.Result switch
        {
            IEnumerable<AIContent> parts => parts,
            AIContent part => [part],
            null => [],
            var value =>
            [
                new TextContent(value as string ?? ProtocolJson.Node(value)?.ToJsonString()),
            ],
        };

    private static ChatMessage Without(ChatMessage message, int index)
    {
        var contents = message.Contents.ToList();
        contents.RemoveAt(index);
        return Copy(message, contents);
    }

    private static ChatMessage Copy(ChatMessage message, List<AIContent> contents) =>
        new(message.Role, contents)
        {
            AuthorName = message.AuthorName,
            AdditionalProperties = message.AdditionalProperties,
        };
}
