using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>One simulated model: its speed, its window, its answers and its faults.</summary>
public sealed record ModelScript
{
    /// <summary>Window of a model that names none, in tokens.</summary>
    public const int DefaultContextWindow = 128_000;

    /// <summary>The name that requests use.</summary>
    public required string Name { get; init; }

    /// <summary>Whose dialect of chat completions it speaks; none takes what any client sends.</summary>
    [JsonConverter(typeof(DialectConverter))]
    public Dialect? Speaks { get; init; }

    /// <summary>Latency to the first token, in milliseconds.</summary>
    public double FirstTokenMs { get; init; }

    /// <summary>Speed of the answer; 0 for as fast as it goes.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>How much both vary from request to request, 0 to 1, drawn from the seed: 0.2 is up to 20 % either way.</summary>
    public double Jitter { get; init; }

    /// <summary>Tokens of prompt and answer together; a longer prompt is refused with context_length_exceeded.</summary>
    public int ContextWindow { get; init; } = DefaultContextWindow;

    /// <summary>Headers on every response, such as a provider's rate limits.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>();

    /// <summary>The answers: the first rule that applies. The script's own rules follow.</summary>
    public IReadOnlyList<AnswerRule> Rules { get; init; } = [];

    /// <summary>The faults: the first rule that applies.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];
}
