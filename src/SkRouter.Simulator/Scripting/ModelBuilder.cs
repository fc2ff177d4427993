namespace SkRouter.Simulator.Scripting;

/// <summary>Writes one model of a script in code.</summary>
public sealed class ModelBuilder
{
    private readonly List<AnswerRule> _rules = [];
    private readonly List<FaultRule> _faults = [];
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private ModelScript _model;

    internal ModelBuilder(string name) => _model = new() { Name = name };

    /// <summary>Speaks a provider's dialect of chat completions, and refuses what that provider refuses.</summary>
    /// <param name="dialect">Whose.</param>
    public ModelBuilder Speaks(Dialect dialect)
    {
        _model = _model with { Speaks = dialect };
        return this;
    }

    /// <summary>Sets latency and speed.</summary>
    /// <param name="firstToken">Latency to the first token.</param>
    /// <param name="tokensPerSecond">Speed after it; 0 for as fast as it goes.</param>
    /// <param name="jitter">How much both vary, 0 to 1.</param>
    public ModelBuilder Speed(TimeSpan firstToken, double tokensPerSecond = 0, double jitter = 0)
    {
        _model = _model with
        {
            FirstTokenMs = firstToken.TotalMilliseconds,
            TokensPerSecond = tokensPerSecond,
            Jitter = jitter,
        };
        return this;
    }

    /// <summary>Sets the context window.</summary>
    /// <param name="tokens">Tokens of prompt and answer together.</param>
    public ModelBuilder Window(int tokens)
    {
        _model = _model with { ContextWindow = tokens };
        return this;
    }

    /// <summary>Sends a header with every response.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public ModelBuilder Header(string name, string value)
    {
        _headers[name] = value;
        return this;
    }

    /// <summary>Answers any request that no earlier rule took.</summary>
    /// <param name="texts">First time, then, ...; templates.</param>
    public ModelBuilder Say(params IReadOnlyList<string> texts) =>
        When(null, [.. texts.Select(Scripting.Answer.Say)]);

    /// <summary>Answers any request that no earlier rule took.</summary>
    /// <param name="answers">First time, then, ...</param>
    public ModelBuilder Answer(params IReadOnlyList<Answer> answers) => When(null, answers);

    /// <summary>Answers requests that look like this.</summary>
    /// <param name="condition">What the request must look like; null for any.</param>
    /// <param name="answers">First time, then, ...</param>
    public ModelBuilder When(Condition? condition, params IReadOnlyList<Answer> answers)
    {
        _rules.Add(new() { When = condition, Sequence = answers });
        return this;
    }

    /// <summary>Fails on requests by number.</summary>
    /// <param name="requests">In the form of <see cref="FaultRule.Requests"/>.</param>
    /// <param name="fault">How.</param>
    public ModelBuilder Fault(string requests, Fault fault) =>
        Fault(new FaultRule { Requests = requests, Fault = fault });

    /// <summary>Fails by a rule.</summary>
    /// <param name="rule">When and how.</param>
    public ModelBuilder Fault(FaultRule rule)
    {
        _faults.Add(rule);
        return this;
    }

    internal ModelScript Build() =>
        _model with
        {
            Rules = [.. _rules],
            Faults = [.. _faults],
            Headers = _headers,
        };
}
