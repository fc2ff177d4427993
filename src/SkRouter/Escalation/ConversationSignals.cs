using Microsoft.Extensions.AI;
using SkRouter.Loops;

namespace SkRouter.Escalation;

/// <summary>Reads from a conversation what it shows of how a run is going. Counts begin at its first message; nothing of it is kept.</summary>
internal sealed class ConversationSignals
{
    private readonly List<ToolExchange> _calls = [];
    private readonly List<ToolExchange> _newest = [];
    private double _characters;
    private double _answers;
    private double _answer;
    private int _answerCalls;
    private int _userTurns;

    private ConversationSignals() { }

    /// <summary>The signals of a conversation, without what only the run knows.</summary>
    internal static RunSignals Read(ConversationReader conversation, string model, int roundTrips)
    {
        var reading = new ConversationSignals();
        for (var i = 0; i < conversation.Count; i++)
        {
            reading.Add(conversation, i);
        }

        return reading.Describe(conversation, model, roundTrips);
    }

    private void Add(ConversationReader conversation, int index)
    {
        var length = conversation.TextAt(index).Length;
        if (conversation.Is(index, ChatRole.Assistant))
        {
            (_answer, _answers) = (length, _answers + length);
            _newest.Clear();
            conversation.CallsAt(index, _newest);
            _answerCalls = _newest.Count;
            _calls.AddRange(_newest);
        }
        else if (conversation.Is(index, ChatRole.Tool))
        {
            conversation.ResultsAt(index, _calls);
            length = conversation.ResultTextAt(index).Length;
        }
        else if (conversation.Is(index, ChatRole.User))
        {
            _userTurns++;
        }

        _characters += length;
    }

    private RunSignals Describe(ConversationReader conversation, string model, int roundTrips)
    {
        var last = conversation.Count - 1;
        var isTool = conversation.EndsWithToolResult;
        var text =
            last < 0 ? ""
            : isTool ? conversation.ResultTextAt(last)
            : conversation.TextAt(last);
        return new()
        {
            Model = model,
            RoundTrips = roundTrips,
            LastCharacters = text.Length,
            ContextCharacters = _characters,
            ToolCalls = _calls.Count,
            ToolErrors = _calls.Count(call => call.Failed),
            RepeatedCalls = _calls.Count - _calls.DistinctBy(KeyOf, StringComparer.Ordinal).Count(),
            SameToolStreak = Streak(),
            UserTurns = _userTurns,
            LastToolFailed = isTool && _calls.Count > 0 && _calls[^1].Failed,
            LastIsTool = isTool,
            AnswerCharacters = _answer,
            AnswerCalls = _answerCalls,
            AllAnswerCharacters = _answers,
            ModelsTried = 1,
            BudgetLeft = 1,
            LastTool = isTool && _calls.Count > 0 ? _calls[^1].Tool : "",
            ToolsUsed = [.. _calls.Select(call => call.Tool)],
            LastText = isTool ? text : "",
        };
    }

    private int Streak()
    {
        var streak = 0;
        while (streak < _calls.Count && _calls[^(streak + 1)].Tool == _calls[^1].Tool)
        {
            streak++;
        }

        return streak;
    }

    private static string KeyOf(ToolExchange call) => call.Tool + CanonicalText.Of(call.Arguments);
}
