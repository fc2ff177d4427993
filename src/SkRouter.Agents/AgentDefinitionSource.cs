using Microsoft.Extensions.Logging;
using SkRouter.Routing;

namespace SkRouter.Agents;

/// <summary>
/// The roles and teams in force. Where they come from a folder they can be read again while the app runs: everything is checked first, and
/// nothing changes if anything is wrong. Agents that exist keep their instructions and tools; their routing is the new one at once.
/// </summary>
public sealed class AgentDefinitionSource
{
    private readonly string? _folder;
    private readonly Lock _gate = new();
    private volatile AgentDefinitions _current;

    internal AgentDefinitionSource(AgentDefinitions definitions, string? folder)
    {
        _current = definitions;
        _folder = folder;
    }

    /// <summary>The roles and teams as they are now.</summary>
    public AgentDefinitions Current => _current;

    /// <summary>Raised after the files were read again and what they say is in force.</summary>
    public event EventHandler? Reloaded;

    /// <summary>Reads the files again, and puts what they say in force for agents and routing alike: all of it, or nothing.</summary>
    /// <param name="router">The router whose roles they define.</param>
    /// <exception cref="AgentFileException">A file is wrong; nothing has changed.</exception>
    /// <exception cref="Resilience.RouterConfigurationException">A role cannot be routed as its file says; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The definitions did not come from a folder.</exception>
    public void Reload(ModelRouter router)
    {
        ArgumentNullException.ThrowIfNull(router);
        if (_folder is null)
        {
            throw new InvalidOperationException(
                "There is no folder to read again: use AddAgentRoles(folder) instead of AddAgentRoles(definitions)."
            );
        }

        lock (_gate)
        {
            var next = AgentFiles.Read(_folder);
            router.ReplaceRoles(
                next.Roles.Values.ToDictionary(
                    static role => role.Name,
                    RoleOptionsOf.Definition,
                    StringComparer.OrdinalIgnoreCase
                ),
                [.. _current.Roles.Keys.Where(name => !next.Roles.ContainsKey(name))]
            );
            _current = next;
        }

        Reloaded?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Reads the files again whenever one of them changes, until it is disposed of. Faults are logged, and the old files stay in force.</summary>
    /// <param name="router">The router whose roles they define.</param>
    /// <param name="logger">Is told of every reading and of what was wrong.</param>
    /// <param name="time">Time; null for the system's.</param>
    public IDisposable Watch(ModelRouter router, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(logger);
        return _folder is null
            ? throw new InvalidOperationException(
                "There is no folder to watch: use AddAgentRoles(folder) instead of AddAgentRoles(definitions)."
            )
            : AgentFolderWatch.Start(_folder, () => Reload(router), logger, time);
    }
}
