using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Tests.Loops;

/// <summary>
/// A conversation in a few lines: <c>user: ...</c>, <c>say: ...</c>, <c>say(Author): ...</c>, and <c>call: tool {json} -> result</c>, several calls
/// of one message joined by <c>||</c>. A model is asked before each line of its own, and once more at the end.
/// </summary>
internal static class LoopScript
{
    public static IReadOnlyList<IReadOnlyList<ChatMessage>> Requests(string script)
    {
        var messages = new List<ChatMessage>();
        var requests = new List<IReadOnlyList<ChatMessage>>();
        foreach (
            var line in script.Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            if (!line.StartsWith("user:", StringComparison.Ordinal))
            {
                requests.Add([.. messages]);
            }

            messages.AddRange(Read(line, messages.Count));
        }

        requests.Add(messages);
        return requests;
    }

    private static IEnumerable<ChatMessage> Read(string line, int number)
    {
        var (head, rest) = Cut(line, ": ");
        if (head == "call")
        {
            return Calls(rest, number);
        }

        return head == "user"
            ? [new(ChatRole.User, rest)]
            : [new(ChatRole.Assistant, rest) { AuthorName = head.Length > 3 ? head[4..^1] : null }];
    }

    private static IEnumerable<ChatMessage> Calls(string text, int number)
    {
        var calls = new ChatMessage(ChatRole.Assistant, []);
        var results = new ChatMessage(ChatRole.Tool, []);
        foreach (var part in text.Split(" || "))
        {
            var (call, result) = Cut(part, " -> ");
            var (tool, json) = Cut(call, " ");
            var id = string.Create(
                CultureInfo.InvariantCulture,
                $"call_{number}_{calls.Contents.Count}"
            );
            calls.Contents.Add(
                new FunctionCallContent(
                    id,
                    tool,
                    JsonSerializer.Deserialize<Dictionary<string, object?>>(json)
                )
            );
            results.Contents.Add(new FunctionResultContent(id, result));
        }

        return [calls, results];
    }

    private static (string Before, string After) Cut(string text, string at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return (text[..place], text[(place + at.Length)..]);
    }
}
