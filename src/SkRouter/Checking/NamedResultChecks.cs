using SkRouter.DependencyInjection;
using SkRouter.Routing;

namespace SkRouter.Checking;

/// <summary>Finds the checks that a role names in <see cref="RoleOptions.ResultChecks"/>.</summary>
internal sealed class NamedResultChecks(IEnumerable<IResultCheck> own, Func<ModelRouter> router)
{
    private readonly IResultCheck[] _known =
    [
        new JsonResultCheck(),
        new LearnedCheck(router),
        .. own,
    ];

    /// <param name="role">The role's name.</param>
    /// <param name="options">What it says.</param>
    /// <param name="roles">Names of all roles.</param>
    /// <param name="faults">Takes what is wrong.</param>
    internal IReadOnlyList<IResultCheck> Of(
        string role,
        RoleOptions options,
        ICollection<string> roles,
        List<string> faults
    )
    {
        var found = new List<IResultCheck>();
        foreach (var name in options.ResultChecks)
        {
            if (Find(name, roles) is { } check)
            {
                found.Add(check);
            }
            else
            {
                faults.Add(
                    $"role '{role}': there is no result check '{name}'; checks: {string.Join(", ", _known.Select(known => known.Name))}, and {JudgeCheck.Prefix} with the name of a role"
                );
            }
        }

        return found;
    }

    private IResultCheck? Find(string name, ICollection<string> roles)
    {
        if (!name.StartsWith(JudgeCheck.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Array.Find(
                _known,
                check => check.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
        }

        var judge = name[JudgeCheck.Prefix.Length..].Trim();
        return roles.Contains(judge, StringComparer.OrdinalIgnoreCase)
            ? new JudgeCheck(router, judge, JudgeCheck.UsualCriteria)
            : null;
    }
}
