using System.Text.RegularExpressions;

namespace SkRouter.Simulator.Answering;

/// <summary>A condition with its patterns compiled.</summary>
internal sealed class CompiledCondition
{
    public Regex? User { get; init; }
    public Regex? System { get; init; }
    public Regex? Conversation { get; init; }
    public Regex? ToolResult { get; init; }
    public NumberSelector? ToolResults { get; init; }
    public NumberSelector? Requests { get; init; }
    public required Scripting.Condition Source { get; init; }

    public IEnumerable<Regex> Patterns =>
        new[] { Conversation, System, ToolResult, User }.OfType<Regex>();

    public bool Matches(SimulatedRequest request, out Captures captures)
    {
        captures = Captures.None;
        if (!MatchesShape(request))
        {
            return false;
        }

        var found = new Captures();
        captures = found;
        return Capture(Conversation, Conversation is null ? "" : request.Conversation, found)
            && Capture(System, request.System, found)
            && Capture(ToolResult, request.ToolResults is [.., var last] ? last : null, found)
            && Capture(User, request.User, found)
            && Source.Predicate?.Invoke(request) != false;
    }

    private bool MatchesShape(SimulatedRequest request) =>
        Requests?.Contains(request.Number) != false
        && ToolResults?.Contains(request.ToolResults.Count) != false
        && (Source.HasToolResults is not { } has || has == request.ToolResults.Count > 0)
        && (Source.Streamed is not { } streamed || streamed == request.Streamed)
        && (Source.LastRole is not { } role || role == request.LastRole)
        && (Source.Tool is not { } tool || ToolNames.Find(tool, request.Tools) is not null);

    private static bool Capture(Regex? pattern, string? text, Captures captures)
    {
        if (pattern is null)
        {
            return true;
        }

        if (text is null || pattern.Match(text) is not { Success: true } match)
        {
            return false;
        }

        captures.Add(match);
        return true;
    }
}
