using System.Text.RegularExpressions;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace SkRouter.Agents.Teams;

/// <summary>One after the other; the last one reviews, and what it sends back goes to the member before it.</summary>
internal sealed partial class ReviewLoop(IReadOnlyList<AIAgent> members, int rounds)
    : GroupChatManager
{
    private int _next;
    private int _reviews;

    protected override ValueTask<AIAgent> SelectNextAgentAsync(
        IReadOnlyList<ChatMessage> history,
        CancellationToken cancellationToken = default
    )
    {
        var chosen = members[_next];
        if (_next == members.Count - 1)
        {
            _reviews++;
            _next = members.Count - 2;
        }
        else
        {
            _next++;
        }

        return ValueTask.FromResult(chosen);
    }

    protected override ValueTask<bool> ShouldTerminateAsync(
        IReadOnlyList<ChatMessage> history,
        CancellationToken cancellationToken = default
    )
    {
        // Only the reviewer's turn sets the next one back.
        var reviewed = _reviews > 0 && _next == members.Count - 2;
        return ValueTask.FromResult(reviewed && (_reviews >= rounds || !SendsBack(history)));
    }

    protected override void Reset()
    {
        base.Reset();
        _next = 0;
        _reviews = 0;
    }

    // Only a clear verdict sends work back: a reviewer that says nothing of the kind has nothing against it.
    private static bool SendsBack(IReadOnlyList<ChatMessage> history) =>
        history.Count > 0
        && Verdict().Matches(history[^1].Text) is { Count: > 0 } verdicts
        && !verdicts[^1]
            .Groups["what"]
            .Value.StartsWith("approve", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"^\W*verdict\W+(?<what>approved?|send[\s-]*back|sent[\s-]*back|reject(ed)?)\b",
        RegexOptions.IgnoreCase
            | RegexOptions.Multiline
            | RegexOptions.CultureInvariant
            | RegexOptions.ExplicitCapture
            | RegexOptions.NonBacktracking
    )]
    private static partial Regex Verdict();
}
