using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>The turns of a conversation: each begins with what a person says. Some providers want reasoning back by turn.</summary>
internal sealed class ConversationTurns
{
    private readonly int[] _turns;
    private readonly HashSet<int> _withTools = [];

    public ConversationTurns(IReadOnlyList<ChatMessage> messages)
    {
        _turns = new int[messages.Count];
        var turn = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Role == ChatRole.User)
            {
                turn++;
            }
            _turns[i] = turn;
            if (messages[i].Contents.Any(static content => content is FunctionCallContent))
            {
                _withTools.Add(turn);
            }
        }
    }

    /// <summary>Whether no one has said anything since: what the model reasoned there is still in use.</summary>
    public bool IsOpen(int message) => _turns[message] == _turns[^1];

    /// <summary>Whether tools were called in the turn of that message.</summary>
    public bool CalledTools(int message) => _withTools.Contains(_turns[message]);
}
