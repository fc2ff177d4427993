using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Restrictions;

/// <summary>What one model of one provider is known to refuse, so that it is not sent.</summary>
internal sealed class ModelRules(IReadOnlyList<ModelRule> rules)
{
    private const string OpenAIModels = "openai-models";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Efforts =
    [
        "none",
        "minimal",
        "low",
        "medium",
        "high",
        "xhigh",
        "max",
    ];

    private static readonly ConcurrentDictionary<(string, string), ModelRules> Cache = [];

    /// <summary>Gets every rule that there is.</summary>
    public static IReadOnlyList<ModelRule> All { get; } = Load();

    /// <summary>Gets the range of reasoning tokens; null if nothing is known of it.</summary>
    public ReasoningRange? Budget { get; } =
        rules.Select(static rule => rule.Budget).FirstOrDefault(static range => range is not null);

    /// <summary>Gets whether the last message may not be the assistant's.</summary>
    public bool NoPrefill { get; } = rules.Any(static rule => rule.NoPrefill);

    /// <summary>Gets whether the first message must be the user's.</summary>
    public bool BeginsWithUser { get; } = rules.Any(static rule => rule.BeginsWithUser);

    /// <summary>Gets whether no message may be the system's or the developer's.</summary>
    public bool NoSystem { get; } = rules.Any(static rule => rule.NoSystem);

    /// <summary>Gets whether the JSON mode needs the word "json" in the messages.</summary>
    public bool WantsJsonWord { get; } = rules.Any(static rule => rule.WantsJsonWord);

    /// <summary>Gets the field that switches thinking off, which a tool choice that forces a call needs; null if they go together.</summary>
    public string? ForcedToolEnds { get; } =
        rules
            .Select(static rule => rule.ForcedToolEnds)
            .FirstOrDefault(static field => field is not null);

    /// <summary>Gets the keywords of a JSON schema that are refused where an answer or a call is bound to it.</summary>
    public IReadOnlyList<string> SchemaLacks { get; } =
    [.. rules.SelectMany(static rule => rule.SchemaLacks ?? [])];

    /// <summary>Gets whether every object in such a schema must be closed.</summary>
    public bool SchemaIsClosed { get; } = rules.Any(static rule => rule.SchemaIsClosed);

    private Regex? ToolNames { get; } =
        rules
            .Select(static rule => rule.ToolNames)
            .FirstOrDefault(static pattern => pattern is not null)
            is { } pattern
            ? new(pattern, RegexOptions.CultureInvariant, Patience)
            : null;

    private IReadOnlyList<string>? KnownEfforts { get; } =
        rules.Select(static rule => rule.Efforts).FirstOrDefault(static known => known is not null);

    private IReadOnlyList<string>? Forms { get; } =
        rules
            .Select(static rule => rule.Thinking)
            .FirstOrDefault(static forms => forms is not null);

    public static ModelRules Of(KnownProvider provider, string? model) =>
        Cache.GetOrAdd(
            (provider.Name, model ?? ""),
            static (key, known) => Find(known, key.Item2),
            provider
        );

    /// <summary>Whether a tool may have a name.</summary>
    public bool TakesToolName(string name) => ToolNames?.IsMatch(name) is not false;

    /// <summary>Gets the effort that is nearest to the one that was asked for.</summary>
    /// <returns>Null if the model takes no effort.</returns>
    public string? Effort(string word)
    {
        if (KnownEfforts is not { } known || known.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }
        var wanted = Array.IndexOf(Efforts, word);
        return known
            .Where(effort => Efforts.Contains(effort, StringComparer.Ordinal))
            .OrderBy(effort => Math.Abs(Array.IndexOf(Efforts, effort) - wanted))
            .ThenByDescending(effort => Array.IndexOf(Efforts, effort))
            .FirstOrDefault();
    }

    /// <summary>Whether a form of Anthropic's thinking exists; null if nothing is known of it.</summary>
    public bool? Thinks(string form) => Forms?.Contains(form, StringComparer.Ordinal);

    /// <summary>Takes out of a request what the model would refuse, and names it.</summary>
    public void Apply(JsonObject body, RequestNotes notes)
    {
        foreach (var rule in rules)
        {
            foreach (var field in rule.Lacks ?? [])
            {
                Remove(body, field, notes);
            }
            if (
                rule.NotTogether is [var first, var second]
                && body.ContainsKey(first)
                && body.ContainsKey(second)
            )
            {
                Remove(body, second, notes);
            }
            if (rule.MostTopLogprobs is { } likeliest)
            {
                Limit(body, "top_logprobs", likeliest, notes);
                Limit(body["generationConfig"] as JsonObject, "logprobs", likeliest, notes);
            }
            if (rule.MostStops is { } most)
            {
                Shorten(body["stop"] as JsonArray, most, notes);
                Shorten(body["generationConfig"]?["stopSequences"] as JsonArray, most, notes);
            }
        }
    }

    /// <summary>Whether a plain request may hold a field.</summary>
    public bool Takes(string field)
    {
        foreach (var rule in rules)
        {
            if (rule.Lacks?.Contains(field, StringComparer.Ordinal) is true)
            {
                return false;
            }
        }
        return true;
    }

    private static void Remove(JsonObject body, string path, RequestNotes notes)
    {
        var target = body;
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            if (target[name] is not JsonObject inner)
            {
                return;
            }
            target = inner;
        }
        if (target.Remove(names[^1]))
        {
            notes.Lacking(names[^1]);
        }
    }

    private static void Limit(JsonObject? target, string name, int most, RequestNotes notes)
    {
        if (
            target?[name] is JsonValue value
            && value.TryGetValue<int>(out var given)
            && given > most
        )
        {
            target[name] = most;
            notes.Left("top_logprobs");
        }
    }

    private static void Shorten(JsonArray? stops, int most, RequestNotes notes)
    {
        if (stops is null || stops.Count <= most)
        {
            return;
        }
        notes.Unsupported("stop");
        while (stops.Count > most)
        {
            stops.RemoveAt(stops.Count - 1);
        }
    }

    private static ModelRules Find(KnownProvider provider, string model)
    {
        var isOpenAI =
            provider.Dialect.HasOpenAIModels
                && provider.Protocol is WireProtocolKind.ChatCompletions
            || provider.Name is "openai-responses" or "azure-responses";
        return new([
            .. All.Where(rule =>
                (
                    rule.Protocol == provider.Speaker.Protocol
                    || (isOpenAI && rule.Protocol == OpenAIModels)
                )
                && (
                    rule.Providers is not { } names
                    || names.Contains(provider.Name, StringComparer.Ordinal)
                )
                && Regex.IsMatch(
                    model,
                    rule.Models,
                    RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
                    Patience
                )
            ),
        ]);
    }

    private static IReadOnlyList<ModelRule> Load()
    {
        using var stream = typeof(ModelRules).Assembly.GetManifestResourceStream(
            "SkRouter.Connectors.model-rules.json"
        )!;
        return JsonSerializer.Deserialize(stream, RestrictionsJson.Default.ModelRuleFile)!.Rules;
    }
}
