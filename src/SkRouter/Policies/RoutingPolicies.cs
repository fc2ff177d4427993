namespace SkRouter.Policies;

/// <summary>Makes policies from what a role's configuration says. An unknown name, or a number out of range, fails at start.</summary>
internal sealed class RoutingPolicies(IEnumerable<IRoutingPolicy> own, Func<double> random)
{
    private const double UsuallyAdequate = 0.8;
    private const double UsualExplorationUsd = 1;

    private static readonly string[] BuiltIn =
    [
        OrderedPolicy.PolicyName,
        TierPolicy.PolicyName,
        NamedTiersPolicy.PolicyName,
        CheapestAdequatePolicy.PolicyName,
        UtilityPolicy.PolicyName,
        CascadePolicy.PolicyName,
        ExplorePolicy.PolicyName,
    ];

    private readonly IRoutingPolicy[] _own = [.. own];

    public Steadiness Steadiness { get; } = new();

    public IEnumerable<string> Names => BuiltIn.Concat(_own.Select(policy => policy.Name));

    /// <summary>Names that an app's policy may not take, and names taken twice.</summary>
    public IEnumerable<string> Clashes =>
        Names
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);

    /// <summary>The policy, or what is wrong with the text.</summary>
    public (IRoutingPolicy? Policy, string? Fault) Make(string text)
    {
        if (PolicyExpression.Parse(text) is not { } expression)
        {
            return (
                null,
                $"'{text}' is no policy; write a name and its numbers, e.g. CheapestAdequate(0.8)"
            );
        }

        if (Array.Find(_own, policy => Is(expression, policy.Name)) is { } own)
        {
            return (own, null);
        }

        var arguments = expression.Arguments;
        return expression switch
        {
            _ when Is(expression, OrderedPolicy.PolicyName) => None(new OrderedPolicy(), arguments),
            _ when Is(expression, TierPolicy.PolicyName) => None(new TierPolicy(), arguments),
            _ when Is(expression, NamedTiersPolicy.PolicyName) => None(
                new NamedTiersPolicy(),
                arguments
            ),
            _ when Is(expression, CascadePolicy.PolicyName) => None(new CascadePolicy(), arguments),
            _ when Is(expression, CheapestAdequatePolicy.PolicyName) => Adequate(
                arguments,
                most: 1
            ),
            _ when Is(expression, UtilityPolicy.PolicyName) => Utility(arguments),
            _ when Is(expression, ExplorePolicy.PolicyName) => Explore(arguments),
            _ => (
                null,
                $"there is no policy '{expression.Name}'; policies: {string.Join(", ", Names.Order(StringComparer.Ordinal))}"
            ),
        };
    }

    private static bool Is(PolicyExpression expression, string name) =>
        expression.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static (IRoutingPolicy?, string?) None(
        IRoutingPolicy policy,
        IReadOnlyList<double> arguments
    ) => arguments.Count == 0 ? (policy, null) : (null, $"{policy.Name} takes no numbers");

    private static (IRoutingPolicy?, string?) Adequate(IReadOnlyList<double> arguments, int most)
    {
        var adequate = arguments.Count > 0 ? arguments[0] : UsuallyAdequate;
        return arguments.Count <= most && adequate is > 0 and < 1
            ? (new CheapestAdequatePolicy(adequate), null)
            : (
                null,
                "CheapestAdequate takes one number between 0 and 1: the chance of success that is enough"
            );
    }

    private static (IRoutingPolicy?, string?) Utility(IReadOnlyList<double> arguments) =>
        arguments.Count is 1 or 2 && arguments[0] > 0 && arguments.All(number => number >= 0)
            ? (new UtilityPolicy(arguments[0], arguments.Count > 1 ? arguments[1] : 0), null)
            : (
                null,
                "Utility takes the value of a good answer in USD, above 0, and if you like what a second of waiting costs in USD"
            );

    private (IRoutingPolicy?, string?) Explore(IReadOnlyList<double> arguments)
    {
        var adequate = arguments.Count > 0 ? arguments[0] : UsuallyAdequate;
        var budget = arguments.Count > 1 ? arguments[1] : UsualExplorationUsd;
        return arguments.Count <= 2 && adequate is > 0 and < 1 && budget is >= 0 and < 1e9
            ? (new ExplorePolicy(adequate, (decimal)budget, new(adequate), random), null)
            : (
                null,
                "Explore takes the chance of success that is enough, between 0 and 1, and if you like its budget in USD"
            );
    }
}
