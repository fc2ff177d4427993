using System.ComponentModel;
using Microsoft.Extensions.AI;
using SkRouter.Effects;
using SkRouter.Routing;

namespace IncidentDesk.Tools;

/// <summary>What agents can do. Every tool answers with text; what cannot be done is answered with "error: ..." and why.</summary>
internal sealed class DeskTools(
    IncidentFolder folder,
    PatchFolder patches,
    EvidenceFile evidence,
    ToolJournal journal
)
{
    private const int MostLines = 400;
    private const int LongestLine = 500;

    private readonly LogSearch _search = new(folder);

    public IReadOnlyList<AIFunction> All =>
        [
            Create(ListFiles, "list_files"),
            Create(SearchLogs, "search_logs"),
            Create(ReadFile, "read_file"),
            Create(RecordEvidence, "record_evidence"),
            Create(ApplyPatch, "apply_patch"),
        ];

    /// <summary>The same, those that change something made once, also when the run is taken up again after it was killed.</summary>
    public IReadOnlyList<AIFunction> Recorded(
        IEffectLedger ledger,
        ModelRouter router,
        Func<string> scope
    ) =>
        [
            .. All.Select(tool =>
                Recover(tool.Name) is { } recover
                    ? tool.WithRecordedEffects(
                        ledger,
                        router,
                        new() { Scope = scope, Recover = recover }
                    )
                    : tool
            ),
        ];

    /// <summary>How to find out whether a call happened in the moment in which the process died; null for a tool that changes nothing.</summary>
    private Func<EffectCall, CancellationToken, ValueTask<string?>>? Recover(string tool) =>
        tool switch
        {
            "record_evidence" => (call, _) =>
                ValueTask.FromResult(
                    evidence.Has($"{call.Arguments["finding"]}") ? "recorded" : null
                ),
            "apply_patch" => (call, _) =>
                ValueTask.FromResult(
                    patches.IsApplied($"{call.Arguments["path"]}", $"{call.Arguments["newText"]}")
                        ? "applied\n" + patches.Diff()
                        : null
                ),
            _ => null,
        };

    [Description("Lists the incident's files.")]
    public string ListFiles() =>
        Answer(() =>
        {
            var files = folder.Files();
            journal.Done("list_files", FormattableString.Invariant($"{files.Count} files"));
            return string.Join('\n', files);
        });

    [Description("Finds lines in the logs. Case does not matter. Answers with file:line: text.")]
    public string SearchLogs(
        [Description("The text or regular expression to look for.")] string pattern,
        [Description("Whether the pattern is a regular expression.")] bool regex = false,
        [Description("Search only this file; without it, all logs.")] string? file = null,
        [Description("How many matches to show, at most 200.")] int maxMatches = 40,
        CancellationToken cancellationToken = default
    ) =>
        Answer(() =>
        {
            var found = _search.Search(pattern, regex, file, maxMatches, cancellationToken);
            journal.Done(
                "search_logs",
                $"'{pattern}' in {file ?? "all logs"}: {found[(found.LastIndexOf('\n') + 1)..]}"
            );
            return found;
        });

    [Description(
        "Shows lines of a file with their numbers; of a file that was patched, the patched copy."
    )]
    public string ReadFile(
        [Description("The file, as list_files shows it.")] string path,
        [Description("First line to show, from 1.")] int fromLine = 1,
        [Description("How many lines to show, at most 400.")] int lineCount = 200
    ) =>
        Answer(() =>
        {
            var (text, patched) = patches.Read(path);
            var lines = text.TrimEnd('\n').Split('\n');
            var first = Math.Clamp(fromLine, 1, lines.Length);
            var last = Math.Min(lines.Length, first + Math.Clamp(lineCount, 1, MostLines) - 1);
            var about = $"{folder.Relative(path)}{(patched ? " (patched copy)" : "")}";
            journal.Done("read_file", FormattableString.Invariant($"{about} {first}-{last}"));
            return FormattableString.Invariant(
                    $"{about}, lines {first} to {last} of {lines.Length}\n"
                )
                + string.Join(
                    '\n',
                    lines[(first - 1)..last].Select((line, i) => Numbered(first + i, line))
                );
        });

    [Description(
        "Writes one piece of evidence into the case's evidence file. Call it once for each piece."
    )]
    public string RecordEvidence(
        [Description("The file it is in.")] string path,
        [Description("The line, from 1.")] int line,
        [Description("What it shows, in one sentence.")] string finding
    ) =>
        Answer(() =>
        {
            var relative = folder.Relative(path);
            evidence.Add(
                relative,
                line,
                File.ReadLines(folder.Resolve(path)).ElementAtOrDefault(line - 1),
                finding
            );
            journal.Done("record_evidence", FormattableString.Invariant($"{relative}:{line}"));
            return "recorded";
        });

    [Description(
        "Replaces text in a file. Writes a patched copy; the original is not touched. Answers with the whole change so far."
    )]
    public string ApplyPatch(
        [Description("The file, as list_files shows it.")] string path,
        [Description("The exact present text, blanks and line ends included; it must occur once.")]
            string oldText,
        [Description("The text to put in its place.")] string newText
    ) =>
        Answer(() =>
        {
            var relative = patches.Replace(path, oldText, newText);
            journal.Done("apply_patch", relative);
            return "applied\n" + patches.Diff();
        });

    // Without this the text would reach the model as a JSON string, with quotes and escaped line ends.
    private static AIFunction Create(Delegate method, string name) =>
        AIFunctionFactory.Create(
            method,
            new AIFunctionFactoryOptions
            {
                Name = name,
                MarshalResult = static (result, _, _) => ValueTask.FromResult(result),
            }
        );

    private static string Answer(Func<string> tool)
    {
        try
        {
            return tool();
        }
        catch (Exception exception)
            when (exception is ToolInputException or IOException or UnauthorizedAccessException)
        {
            return "error: " + exception.Message;
        }
    }

    private static string Numbered(int number, string line)
    {
        var text = line.TrimEnd('\r');
        return FormattableString.Invariant(
            $"{number, 4}  {(text.Length <= LongestLine ? text : text[..LongestLine] + "...")}"
        );
    }
}
