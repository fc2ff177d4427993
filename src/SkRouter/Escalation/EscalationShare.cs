using SkRouter.DependencyInjection;

namespace SkRouter.Escalation;

/// <summary>Checks what a role says of <see cref="RoleOptions.EscalateWithin"/>.</summary>
internal static class EscalationShare
{
    internal static double? Of(string name, RoleOptions role, List<string> faults)
    {
        if (role.EscalateWithin is null or (> 0 and <= 1))
        {
            return role.EscalateWithin;
        }

        faults.Add(
            FormattableString.Invariant(
                $"role '{name}': EscalateWithin must be above 0 and at most 1, but it is {role.EscalateWithin}"
            )
        );
        return null;
    }
}
