namespace SkRouter.AgentFramework.Tests.Teams;

/// <summary>Role and team files in a folder that is gone after the test.</summary>
internal sealed class TeamFolder : IDisposable
{
    private TeamFolder() => Path = Directory.CreateTempSubdirectory("teams-").FullName;

    public string Path { get; }

    /// <param name="team">The keys of the team, without kind and name; its name is "desk".</param>
    /// <param name="others">More files.</param>
    public static TeamFolder Of(string team, params ReadOnlySpan<string> others) =>
        Routed("{prefer: [primary], fallBackTo: [fallback]}", team, others);

    /// <param name="routing">The routing of every role.</param>
    /// <param name="team">The keys of the team.</param>
    /// <param name="others">More files.</param>
    public static TeamFolder Routed(string routing, string team, params ReadOnlySpan<string> others)
    {
        var folder = new TeamFolder();
        foreach (var role in new[] { "cashier", "clerk", "auditor" })
        {
            folder.Write(
                role,
                $$"""
                kind: role
                name: {{role}}
                description: The {{role}}.
                instructions: You are {{role}}.
                tools: [Charge]
                routing: {{routing}}
                """
            );
        }

        folder.Write("desk", $"kind: team\nname: desk\n{team}\n");
        for (var i = 0; i < others.Length; i++)
        {
            folder.Write(FormattableString.Invariant($"other{i}"), others[i]);
        }

        return folder;
    }

    public void Write(string name, string text) =>
        File.WriteAllText(System.IO.Path.Combine(Path, name + ".yaml"), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
