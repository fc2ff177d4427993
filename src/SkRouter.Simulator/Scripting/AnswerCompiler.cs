using System.Text.Json;
using System.Text.RegularExpressions;
using SkRouter.Simulator.Answering;
using static System.FormattableString;

namespace SkRouter.Simulator.Scripting;

/// <summary>Checks and compiles the answers of one rule, whose patterns give the names that templates may use.</summary>
internal sealed class AnswerCompiler(ScriptCompiler script, IReadOnlySet<string> names)
{
    public CompiledAnswer Visit(Answer answer, string path)
    {
        var arguments = new Dictionary<string, Template>(StringComparer.Ordinal);
        for (var i = 0; i < answer.ToolCalls.Count; i++)
        {
            Visit(answer.ToolCalls[i], Invariant($"{path}.toolCalls[{i}]"), arguments);
        }

        return new()
        {
            Source = answer,
            Text = answer.Text is null ? null : Template(answer.Text, $"{path}.text"),
            Reasoning = answer.Reasoning is null
                ? null
                : Template(answer.Reasoning, $"{path}.reasoning"),
            Lines = answer.ClassifyLines is null
                ? null
                : Visit(answer.ClassifyLines, $"{path}.classifyLines"),
            ArgumentTexts = arguments,
        };
    }

    private void Visit(ToolCall call, string path, Dictionary<string, Template> templates)
    {
        if (call.Name.Length == 0)
        {
            script.Wrong($"{path}.name", "a tool call needs the tool's name");
        }

        if (call.Arguments is not { ValueKind: not JsonValueKind.Null } arguments)
        {
            return;
        }

        if (arguments.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
        {
            script.Wrong(
                $"{path}.arguments",
                "must be an object, or a text that is sent as it stands"
            );
        }

        Collect(arguments, $"{path}.arguments", templates);
    }

    private void Collect(JsonElement element, string path, Dictionary<string, Template> templates)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String
                when element.GetString() is { } text && !templates.ContainsKey(text):
                templates.Add(text, Template(text, path));
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Collect(property.Value, $"{path}.{property.Name}", templates);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (i, item) in element.EnumerateArray().Index())
                {
                    Collect(item, Invariant($"{path}[{i}]"), templates);
                }

                break;
        }
    }

    private LineClassifier? Visit(LineClassification lines, string path)
    {
        if (lines.From is not ("user" or "toolResult"))
        {
            script.Wrong(
                $"{path}.from",
                $"'{lines.From}' is unknown; use \"user\" or \"toolResult\""
            );
        }

        if (lines.Labels.Count == 0)
        {
            script.Wrong($"{path}.labels", "needs at least one {\"pattern\": ..., \"label\": ...}");
        }

        var line = script.Pattern(lines.Line, $"{path}.line");
        var labels = new List<(Regex, string)>();
        for (var i = 0; i < lines.Labels.Count; i++)
        {
            if (
                script.Pattern(lines.Labels[i].Pattern, Invariant($"{path}.labels[{i}].pattern")) is
                { } pattern
            )
            {
                labels.Add((pattern, lines.Labels[i].Label));
            }
        }

        return line is null ? null : new(lines, line, labels);
    }

    private Template Template(string text, string path)
    {
        var template = new Template(text);
        foreach (var name in template.Names)
        {
            if (!names.Contains(name))
            {
                script.Wrong(
                    path,
                    $"'{{{{{name}}}}}' is unknown here; known are {string.Join(", ", names)} "
                        + "(add a group of that name to a pattern of \"when\")"
                );
            }
        }

        return template;
    }
}
