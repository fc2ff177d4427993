using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Routing;

namespace SkRouter.Agents.Teams;

/// <summary>Finds what role and team files define, and makes agents of it.</summary>
internal sealed class AgentCatalog(ModelRouter router, IEnumerable<AITool>? tools)
{
    private readonly IReadOnlyList<AITool> _tools =
    [
        .. tools ?? [],
        .. Registered(router.Services),
    ];

    public ModelRouter Router => router;

    public TimeProvider Time => router.Services.GetRequiredService<TimeProvider>();

    public AIAgent Agent(string role, TeamRun? run = null, IEnumerable<AITool>? more = null)
    {
        var definition = Role(role);
        IChatClient client = router.ForRole(definition.Name);
        if (run is not null)
        {
            client = new MemberClient(client, definition.Name, run);
        }

        var agent = definition.CreateAgent(client, _tools, run?.Limits.RoundTrips, more, router);
        return run is null ? agent : new TeamMember(agent, run);
    }

    public TeamAgent Team(string team, TeamRun? outer = null)
    {
        var definition =
            Teams.GetValueOrDefault(team)
            ?? throw new ArgumentException(
                $"There is no team '{team}'. Teams: {Names(Teams.Keys)}.",
                nameof(team)
            );
        return new(definition, this, outer);
    }

    /// <summary>A member of a team: the agent of a role, or another team.</summary>
    public AIAgent Member(string name, TeamRun run, IEnumerable<AITool>? more = null) =>
        Teams.ContainsKey(name) ? new TeamMember(Team(name, run), run) : Agent(name, run, more);

    private Dictionary<string, TeamDefinition> Teams =>
        Sources
            .SelectMany(static source => source.Current.Teams)
            .GroupBy(static team => team.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                static team => team.Key,
                static team => team.Last().Value,
                StringComparer.OrdinalIgnoreCase
            );

    private IEnumerable<AgentDefinitionSource> Sources =>
        router.Services.GetServices<AgentDefinitionSource>();

    private RoleDefinition Role(string name)
    {
        foreach (var source in Sources.Reverse())
        {
            if (source.Current.Roles.TryGetValue(name, out var role))
            {
                return role;
            }
        }

        // A role that code defines has routing, and no more than that.
        return router.Roles.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? new()
            {
                Name = name,
                Instructions = "",
                Routing = new(),
                Place = new("code", 0, 0),
            }
            : throw new ArgumentException(
                $"There is no role '{name}'. Roles: {Names(router.Roles)}.",
                nameof(name)
            );
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal));

    private static IEnumerable<AITool> Registered(IServiceProvider services)
    {
        foreach (var tool in services.GetServices<AITool>())
        {
            yield return tool;
        }

        var plugins = services.GetServices<KernelPlugin>().ToList();
        if (plugins.Count == 0)
        {
            yield break;
        }

        var kernel = services.GetService<Kernel>() ?? new Kernel(services);
        foreach (var function in plugins.SelectMany(plugin => plugin.AsAIFunctions(kernel)))
        {
            yield return function;
        }
    }
}
