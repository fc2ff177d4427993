using Microsoft.Extensions.AI;

namespace SkRouter.Loops;

/// <summary>
/// Finds calls that are made again although the model has seen their result. Calls of one message count once however often they
/// stand in it; a result that changed is news; a call after an error is a retry, which may be made some times.
/// </summary>
internal sealed class RepeatedCalls(ToolCallKeys keys)
{
    public LoopReading? Find(ConversationReader conversation, LoopRules rules)
    {
        // Only in the middle of a tool loop, and there are no circles of one turn.
        if (!conversation.EndsWithToolResult || Turns(conversation) is not { Count: > 1 } turns)
        {
            return null;
        }

        var ledger = new CallLedger(rules.RetriesAfterError);
        var last = 0;
        foreach (var turn in turns)
        {
            last = ledger.Add(
                turn.Where(call => call.Answered)
                    .Select(call => (Key: keys.KeyOf(call, rules), Call: call))
                    .Where(pair => pair.Key is not null)
                    .DistinctBy(pair => pair.Key, StringComparer.Ordinal)
                    .ToList()!
            );
        }

        return last < 2 ? null : new(LoopKind.ToolCall, last, ledger.Counts());
    }

    /// <summary>The calls of each message since somebody last asked for something.</summary>
    private static List<List<ToolExchange>> Turns(ConversationReader conversation)
    {
        var start = conversation.Count - 1;
        while (start > 0 && !conversation.Is(start, ChatRole.User))
        {
            start--;
        }

        var turns = new List<List<ToolExchange>>();
        for (var i = start; i < conversation.Count; i++)
        {
            if (conversation.Is(i, ChatRole.Assistant))
            {
                var calls = new List<ToolExchange>();
                conversation.CallsAt(i, calls);
                if (calls.Count > 0)
                {
                    turns.Add(calls);
                }
            }
            else if (turns.Count > 0 && conversation.Is(i, ChatRole.Tool))
            {
                conversation.ResultsAt(i, turns[^1]);
            }
        }

        return turns;
    }
}
