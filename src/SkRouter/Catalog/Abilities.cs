using SkRouter.Classification;

namespace SkRouter.Catalog;

/// <summary>
/// How able each model is, per role and task category: at first from its price, which is what is known of a model before it
/// was ever tried, then from this app's own outcomes. A role's estimate begins where the model's own stands.
/// </summary>
internal sealed class Abilities
{
    /// <summary>Price of output at which a model counts as the reference cheap one, in USD per million tokens.</summary>
    private const double ReferencePrice = 0.6;

    /// <summary>
    /// Ability per natural logarithm of price. From the outcomes of gpt-4-1106 and Mixtral 8x7B on MMLU and GSM8K: about one unit between
    /// 0.6 and 30 USD per million.
    /// </summary>
    private const double PerLogPrice = 0.26;

    private const double PriorVariance = 0.5;
    private const double RoleVariance = 0.35;
    private const double Drift = 0.006;

    private readonly Lock _gate = new();
    private readonly Dictionary<AbilityKey, AbilityEstimate> _estimates = [];
    private readonly HashSet<AbilityKey> _changed = [];

    /// <param name="known">What was learned before.</param>
    public Abilities(IReadOnlyList<LearnedAbility>? known = null)
    {
        foreach (var ability in known ?? [])
        {
            _estimates[KeyOf(ability)] = ability.Estimate;
        }
    }

    /// <summary>Told after each outcome, outside of the lock.</summary>
    public Action? Changed { get; set; }

    /// <summary>What is known of a model at a task of this category in this role.</summary>
    public AbilityEstimate Of(Deployment deployment, string role, TaskCategory category)
    {
        lock (_gate)
        {
            return Find(deployment, new(deployment.Model, role, category));
        }
    }

    /// <summary>What is known of a model over all roles and tasks.</summary>
    public AbilityEstimate Of(Deployment deployment)
    {
        lock (_gate)
        {
            return Find(deployment, new(deployment.Model, null, null));
        }
    }

    public void Learn(Deployment deployment, string role, TaskProfile profile, double score)
    {
        var difficulty = ItemResponse.Difficulty(profile);
        lock (_gate)
        {
            Update(deployment, new(deployment.Model, role, profile.Category), difficulty, score);
            Update(deployment, new(deployment.Model, null, null), difficulty, score);
        }

        Changed?.Invoke();
    }

    /// <summary>What has changed since this was last asked.</summary>
    public IReadOnlyList<LearnedAbility> TakeChanged()
    {
        lock (_gate)
        {
            var changed = _changed
                .Select(key => new LearnedAbility(
                    key.Model,
                    key.Role,
                    key.Category,
                    _estimates[key]
                ))
                .ToList();
            _changed.Clear();
            return changed;
        }
    }

    /// <summary>Counts as changed again, for what could not be saved.</summary>
    public void MarkChanged(IReadOnlyList<LearnedAbility> abilities)
    {
        lock (_gate)
        {
            _changed.UnionWith(abilities.Select(KeyOf));
        }
    }

    public static AbilityEstimate Prior(Deployment deployment)
    {
        if (deployment.Options.Ability is { } stated)
        {
            return new(stated, PriorVariance / 2, 0);
        }

        var output = (double)(deployment.Price?.Output ?? 0);
        var mean =
            output <= 0
                ? 0
                : Math.Clamp(PerLogPrice * Math.Log(output / ReferencePrice), -1.5, 2.5);
        return new(mean, PriorVariance, 0);
    }

    private AbilityEstimate Find(Deployment deployment, AbilityKey key)
    {
        if (_estimates.TryGetValue(key, out var known))
        {
            return known;
        }

        var own = _estimates.TryGetValue(new(key.Model, null, null), out var overall)
            ? overall
            : Prior(deployment);
        return key.Role is null
            ? own
            : own with
            {
                Variance = Math.Max(own.Variance, RoleVariance),
                Outcomes = 0,
            };
    }

    private void Update(Deployment deployment, AbilityKey key, double difficulty, double score)
    {
        _estimates[key] = ItemResponse.Update(Find(deployment, key), difficulty, score, Drift);
        _changed.Add(key);
    }

    private static AbilityKey KeyOf(LearnedAbility ability) =>
        new(ability.Model, ability.Role, ability.Category);
}
