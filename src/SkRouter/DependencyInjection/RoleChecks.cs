using Microsoft.Extensions.DependencyInjection;
using SkRouter.Checking;
using SkRouter.Policies;
using SkRouter.Routing;

namespace SkRouter.DependencyInjection;

/// <summary>The checks that roles may name: of single answers, and of the results of whole pieces of work.</summary>
internal sealed class RoleChecks(IReadOnlyList<IAnswerCheck> answers, NamedResultChecks results)
{
    public static RoleChecks Of(IServiceProvider services) =>
        new(
            [new JsonCheck(), .. services.GetServices<IAnswerCheck>()],
            new(services.GetServices<IResultCheck>(), services.GetRequiredService<ModelRouter>)
        );

    public IReadOnlyList<IAnswerCheck> OfAnswers(
        string role,
        RoleOptions options,
        List<string> faults
    )
    {
        var found = new List<IAnswerCheck>();
        foreach (var name in options.Checks)
        {
            if (
                answers.FirstOrDefault(check =>
                    check.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                ) is
                { } check
            )
            {
                found.Add(check);
            }
            else
            {
                faults.Add(
                    $"role '{role}': there is no check '{name}'; checks: {string.Join(", ", answers.Select(known => known.Name))}"
                );
            }
        }

        return found;
    }

    public IReadOnlyList<IResultCheck> OfResults(
        string role,
        RoleOptions options,
        ICollection<string> roles,
        List<string> faults
    ) => results.Of(role, options, roles, faults);
}
