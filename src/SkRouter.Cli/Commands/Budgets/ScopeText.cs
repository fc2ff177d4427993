using SkRouter.Budgets;

namespace SkRouter.Cli.Commands.Budgets;

/// <summary>Whose spend, as one says it on the command line: <c>tenant:acme</c>.</summary>
internal static class ScopeText
{
    public static BudgetScope Parse(string text)
    {
        var parts = text.Split(':', 2);
        if (
            Enum.TryParse<BudgetScopeKind>(parts[0], ignoreCase: true, out var kind)
            && !char.IsAsciiDigit(parts[0][0])
        )
        {
            var scope = new BudgetScope(kind, parts.Length > 1 ? parts[1] : "");
            return scope.Fault is { } fault
                ? throw new CommandException($"'{text}': {fault}.")
                : scope;
        }

        throw new CommandException(
            $"'{text}' is no scope: say all, role:NAME, agent:NAME, run:ID, tenant:NAME, deployment:KEY or tag:KEY=VALUE; * as the name stands for each one."
        );
    }

    public static string Of(BudgetScope scope)
    {
        var kind = scope.Kind.ToString();
        var word = char.ToLowerInvariant(kind[0]) + kind[1..];
        return scope.Kind is BudgetScopeKind.All ? word : $"{word}:{scope.Name}";
    }
}
