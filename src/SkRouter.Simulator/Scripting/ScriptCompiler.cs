using System.Text.RegularExpressions;
using SkRouter.Simulator.Answering;
using static System.FormattableString;

namespace SkRouter.Simulator.Scripting;

/// <summary>Checks a script and makes it playable. Every mistake is reported, with the JSON path at which it stands.</summary>
internal sealed class ScriptCompiler
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);
    private readonly List<(string Path, string Message)> _problems = [];

    public IReadOnlyList<(string Path, string Message)> Problems => _problems;

    public static CompiledScript Compile(SimulatorScript script)
    {
        var compiler = new ScriptCompiler();
        var compiled = compiler.Visit(script);
        compiler.ThrowIfWrong();
        return compiled;
    }

    public void ThrowIfWrong()
    {
        if (_problems.Count > 0)
        {
            throw new SimulatorScriptException([
                .. _problems.Select(p => new ScriptProblem(p.Path, null, p.Message)),
            ]);
        }
    }

    public CompiledScript Visit(SimulatorScript script)
    {
        if (script.Models.Count == 0)
        {
            Wrong(
                "$.models",
                "there are no models; add at least one, such as {\"name\": \"gpt-fast\"}"
            );
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var models = new List<CompiledModel>();
        for (var i = 0; i < script.Models.Count; i++)
        {
            var path = Invariant($"$.models[{i}]");
            if (!names.Add(script.Models[i].Name))
            {
                Wrong(
                    $"{path}.name",
                    $"two models are named '{script.Models[i].Name}'; rename one"
                );
            }

            models.Add(Visit(script.Models[i], path));
        }

        return new(script, models, Rules(script.Rules, "$.rules"));
    }

    public CompiledRule Visit(AnswerRule rule, string path)
    {
        if ((rule.Answer is null) == (rule.Sequence.Count == 0))
        {
            Wrong(path, "a rule needs either \"answer\" or a \"sequence\" of at least one answer");
        }

        var condition = rule.When is null ? null : Visit(rule.When, $"{path}.when");
        var names = Template
            .BuiltIn.Concat(
                condition?.Patterns.SelectMany(pattern => pattern.GetGroupNames()) ?? []
            )
            .ToHashSet(StringComparer.Ordinal);
        var answers = new AnswerCompiler(this, names);
        IReadOnlyList<CompiledAnswer> steps = rule.Answer is { } only
            ? [answers.Visit(only, $"{path}.answer")]
            :
            [
                .. rule.Sequence.Select(
                    (answer, i) => answers.Visit(answer, Invariant($"{path}.sequence[{i}]"))
                ),
            ];
        return new(rule.Name, condition, steps);
    }

    public CompiledFault Visit(FaultRule rule, string path)
    {
        FaultChecks.Check(rule, path, Wrong);
        return new(
            rule,
            Numbers(rule.Requests, $"{path}.requests"),
            rule.When is null ? null : Visit(rule.When, $"{path}.when")
        );
    }

    public void Wrong(string path, string message) => _problems.Add((path, message));

    public Regex? Pattern(string? pattern, string path)
    {
        if (pattern is null)
        {
            return null;
        }

        try
        {
            return new(pattern, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException exception)
        {
            Wrong(path, $"not a regular expression: {exception.Message}");
            return null;
        }
    }

    private CompiledModel Visit(ModelScript model, string path)
    {
        Require(model.Name.Length > 0, $"{path}.name", "a model needs a name");
        Require(model.FirstTokenMs >= 0, $"{path}.firstTokenMs", "must be 0 or more milliseconds");
        Require(
            model.TokensPerSecond >= 0,
            $"{path}.tokensPerSecond",
            "must be 0 (as fast as it goes) or more"
        );
        Require(model.Jitter is >= 0 and <= 1, $"{path}.jitter", "must be between 0 and 1");
        Require(model.ContextWindow > 0, $"{path}.contextWindow", "must be more than 0 tokens");
        return new(
            model,
            Rules(model.Rules, $"{path}.rules"),
            [.. model.Faults.Select((fault, i) => Visit(fault, Invariant($"{path}.faults[{i}]")))]
        );
    }

    private CompiledCondition Visit(Condition condition, string path) =>
        new()
        {
            Source = condition,
            User = Pattern(condition.User, $"{path}.user"),
            System = Pattern(condition.System, $"{path}.system"),
            Conversation = Pattern(condition.Conversation, $"{path}.conversation"),
            ToolResult = Pattern(condition.ToolResult, $"{path}.toolResult"),
            ToolResults = Numbers(condition.ToolResults, $"{path}.toolResults"),
            Requests = Numbers(condition.Requests, $"{path}.requests"),
        };

    private List<CompiledRule> Rules(IReadOnlyList<AnswerRule> rules, string path) =>
        [.. rules.Select((rule, i) => Visit(rule, Invariant($"{path}[{i}]")))];

    private NumberSelector? Numbers(string? text, string path)
    {
        if (text is null)
        {
            return null;
        }

        if (NumberSelector.TryParse(text, out var selector))
        {
            return selector;
        }

        Wrong(path, $"'{text}' is not a choice of numbers; {NumberSelector.Form}");
        return null;
    }

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            Wrong(path, message);
        }
    }
}
