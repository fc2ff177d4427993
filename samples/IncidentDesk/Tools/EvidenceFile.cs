namespace IncidentDesk.Tools;

/// <summary>A file that evidence is appended to, so that a finding that was written twice shows twice.</summary>
internal sealed class EvidenceFile(string path)
{
    private const int LongestFinding = 500;

    private readonly Lock _gate = new();

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return File.Exists(path) ? File.ReadAllText(path) : "";
            }
        }
    }

    /// <summary>Whether a finding has been written down.</summary>
    public bool Has(string finding) =>
        Text.Contains($": {finding.ReplaceLineEndings(" ").Trim()}\n", StringComparison.Ordinal);

    public void Add(string file, int line, string? text, string finding)
    {
        if (text is null)
        {
            throw new ToolInputException(
                FormattableString.Invariant($"'{file}' has no line {line}")
            );
        }

        if (string.IsNullOrWhiteSpace(finding) || finding.Length > LongestFinding)
        {
            throw new ToolInputException(
                FormattableString.Invariant(
                    $"the finding must have 1 to {LongestFinding} characters"
                )
            );
        }

        lock (_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.AppendAllText(
                path,
                FormattableString.Invariant(
                    $"- {file}:{line}: {finding.ReplaceLineEndings(" ").Trim()}\n      {text.Trim()}\n"
                )
            );
        }
    }
}
