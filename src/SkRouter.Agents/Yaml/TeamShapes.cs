namespace SkRouter.Agents.Yaml;

/// <summary>The shapes as files spell them.</summary>
internal static class TeamShapes
{
    private static readonly (string Name, TeamShape Shape)[] All =
    [
        ("sequential", TeamShape.Sequential),
        ("review-loop", TeamShape.ReviewLoop),
        ("concurrent", TeamShape.Concurrent),
        ("handoff", TeamShape.Handoff),
        ("group-chat", TeamShape.GroupChat),
        ("planner-executor", TeamShape.PlannerExecutor),
    ];

    public static IReadOnlyList<string> Names { get; } =
    [.. All.Select(static shape => shape.Name)];

    public static string NameOf(TeamShape shape) => All.First(known => known.Shape == shape).Name;

    public static TeamShape? Find(string name) =>
        Array.Find(All, shape => shape.Name == name) is { Name: not null } found
            ? found.Shape
            : null;
}
