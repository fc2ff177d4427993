using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;
using SkRouter.Routing;
using SK = Microsoft.SemanticKernel;

namespace SkRouter.Loops;

/// <summary>Reads a conversation in the language that its caller keeps it in; converting it would cost more than looking.</summary>
internal readonly struct ConversationReader(ModelRequest request)
{
    private static readonly IReadOnlyDictionary<string, object?> NoArguments =
        new Dictionary<string, object?>();

    private readonly ChatHistory? _history = request.IsSemanticKernel ? request.History : null;
    private readonly IReadOnlyList<ChatMessage> _messages = request.IsSemanticKernel
        ? []
        : request.Messages;

    public int Count => _history?.Count ?? _messages.Count;

    public bool Is(int index, ChatRole role) =>
        _history is not null
            ? string.Equals(
                _history[index].Role.Label,
                role.Value,
                StringComparison.OrdinalIgnoreCase
            )
            : _messages[index].Role == role;

    /// <summary>Whether the last word has a tool, so that the caller is in the middle of a tool loop.</summary>
    public bool EndsWithToolResult => Count > 0 && Is(Count - 1, ChatRole.Tool);

    public string? AuthorAt(int index) =>
        _history is not null ? _history[index].AuthorName : _messages[index].AuthorName;

    public string TextAt(int index) =>
        _history is not null ? MessageText.Of(_history[index]) ?? "" : _messages[index].Text;

    /// <summary>What the tools of one message brought, as text.</summary>
    public string ResultTextAt(int index)
    {
        if (_history is not null)
        {
            foreach (var item in _history[index].Items)
            {
                if (item is SK.FunctionResultContent result)
                {
                    return result.Result as string ?? CanonicalText.Of(result.Result);
                }
            }

            return TextAt(index);
        }

        foreach (var item in _messages[index].Contents)
        {
            if (item is Microsoft.Extensions.AI.FunctionResultContent result)
            {
                return result.Result as string ?? CanonicalText.Of(result.Result);
            }
        }

        return TextAt(index);
    }

    /// <summary>Adds the calls of one message to a list.</summary>
    public void CallsAt(int index, List<ToolExchange> calls)
    {
        if (_history is not null)
        {
            foreach (var item in _history[index].Items)
            {
                if (item is SK.FunctionCallContent call)
                {
                    calls.Add(Read(call));
                }
            }

            return;
        }

        foreach (var item in _messages[index].Contents)
        {
            if (item is Microsoft.Extensions.AI.FunctionCallContent call)
            {
                calls.Add(Read(call));
            }
        }
    }

    /// <summary>Gives the calls their results, as far as this message brings them.</summary>
    public void ResultsAt(int index, List<ToolExchange> calls)
    {
        if (_history is not null)
        {
            foreach (var item in _history[index].Items)
            {
                if (item is SK.FunctionResultContent result)
                {
                    Answer(calls, result.CallId, result.Result, failed: false);
                }
            }

            return;
        }

        foreach (var item in _messages[index].Contents)
        {
            if (item is Microsoft.Extensions.AI.FunctionResultContent result)
            {
                Answer(calls, result.CallId, result.Result, result.Exception is not null);
            }
        }
    }

    /// <summary>Adds what the tools of one message brought to a hash.</summary>
    public ulong ResultsAt(int index, ulong hash)
    {
        if (_history is not null)
        {
            foreach (var item in _history[index].Items)
            {
                if (item is SK.FunctionResultContent result)
                {
                    hash = TextHash.Of(CanonicalText.Of(result.Result), hash);
                }
            }

            return hash;
        }

        foreach (var item in _messages[index].Contents)
        {
            if (item is Microsoft.Extensions.AI.FunctionResultContent result)
            {
                hash = TextHash.Of(CanonicalText.Of(result.Result), hash);
            }
        }

        return hash;
    }

    private static void Answer(List<ToolExchange> calls, string? id, object? result, bool failed)
    {
        // From the back: a model that numbers its calls anew each time means the newest.
        for (var i = calls.Count - 1; i >= 0; i--)
        {
            if (calls[i].Id == (id ?? "") && !calls[i].Answered)
            {
                calls[i].Answered = true;
                calls[i].Result = result;
                calls[i].Withheld = WithheldResult.Is(result);
                calls[i].Failed = !calls[i].Withheld && (failed || ToolFailure.Says(result));
                return;
            }
        }
    }

    private static ToolExchange Read(SK.FunctionCallContent call) =>
        new()
        {
            Id = call.Id ?? "",
            Tool = ToolNames.Join(call.PluginName, call.FunctionName),
            Function = call.FunctionName,
            Arguments = call.Arguments is { } arguments ? arguments.AsReadOnly() : NoArguments,
        };

    private static ToolExchange Read(Microsoft.Extensions.AI.FunctionCallContent call) =>
        new()
        {
            Id = call.CallId,
            Tool = call.Name,
            Function = call.Name,
            Arguments = call.Arguments is { } arguments ? arguments.AsReadOnly() : NoArguments,
        };
}
