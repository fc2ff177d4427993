namespace SkRouter.Simulator.Scripting;

/// <summary>Writes a script in code.</summary>
public sealed class ScriptBuilder
{
    private readonly List<ModelScript> _models = [];
    private readonly List<AnswerRule> _rules = [];
    private string? _apiKey;

    /// <summary>Adds a model.</summary>
    /// <param name="name">The name that requests use.</param>
    /// <param name="configure">Its answers, speed and faults; without them it echoes.</param>
    public ScriptBuilder Model(string name, Action<ModelBuilder>? configure = null)
    {
        var builder = new ModelBuilder(name);
        configure?.Invoke(builder);
        _models.Add(builder.Build());
        return this;
    }

    /// <summary>Adds an answer of all models.</summary>
    /// <param name="condition">What the request must look like; null for any.</param>
    /// <param name="answers">First time, then, ...</param>
    public ScriptBuilder When(Condition? condition, params IReadOnlyList<Answer> answers)
    {
        _rules.Add(new() { When = condition, Sequence = answers });
        return this;
    }

    /// <summary>Lets in this key only.</summary>
    /// <param name="apiKey">The key.</param>
    public ScriptBuilder RequireKey(string apiKey)
    {
        _apiKey = apiKey;
        return this;
    }

    /// <summary>The script.</summary>
    public SimulatorScript Build() =>
        new()
        {
            Models = [.. _models],
            Rules = [.. _rules],
            ApiKey = _apiKey,
        };
}
