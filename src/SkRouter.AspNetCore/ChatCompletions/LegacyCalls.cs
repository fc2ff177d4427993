using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>
/// The function calls of a conversation that have no ids, as in the form that tools have replaced: a result belongs to the last call of its name.
/// </summary>
internal sealed class LegacyCalls
{
    private static readonly JsonElement NoArguments = JsonElement.Parse("\"\"");

    private readonly Dictionary<string, string> _open = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Reads the call of an assistant's message.</summary>
    public FunctionCallContent Call(JsonField call)
    {
        var name = call.AsObject().RequiredText("name");
        return ToolArguments.Call(
            Open(name),
            name,
            call.Member("arguments") ?? new JsonField(NoArguments, "arguments")
        );
    }

    /// <summary>Reads a message with the role <c>function</c>. A result that nothing asked for gets a call, which providers require.</summary>
    public IEnumerable<ChatMessage> Result(JsonField message)
    {
        var name = message.RequiredText("name");
        if (!_open.Remove(name, out var id))
        {
            id = Open(name);
            _open.Remove(name);
            yield return new(
                ChatRole.Assistant,
                [new FunctionCallContent(id, name, new Dictionary<string, object?>())]
            );
        }

        yield return new(
            ChatRole.Tool,
            [new FunctionResultContent(id, message.TextOf("content") ?? "")]
        );
    }

    private string Open(string name)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"call_function_{_count++}");
        _open[name] = id;
        return id;
    }
}
