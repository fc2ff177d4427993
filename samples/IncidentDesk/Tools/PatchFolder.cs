namespace IncidentDesk.Tools;

/// <summary>Patched copies of the incident's files. The originals stay as they are.</summary>
internal sealed class PatchFolder
{
    private readonly IncidentFolder _input;
    private readonly SortedSet<string> _patched = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public PatchFolder(IncidentFolder input, string root)
    {
        _input = input;
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (Contains(input.Root, Root) || Contains(Root, input.Root))
        {
            throw new InvalidOperationException(
                $"The output folder '{root}' and the input folder '{input.Root}' overlap; name another with --output."
            );
        }
    }

    public string Root { get; }

    /// <summary>Takes up the copies that an earlier part of the same run made.</summary>
    public void TakeUp()
    {
        if (!Directory.Exists(Root))
        {
            return;
        }

        lock (_gate)
        {
            foreach (
                var copy in Directory
                    .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
                    .Where(static file => !file.EndsWith(".part", StringComparison.Ordinal))
            )
            {
                _patched.Add(Path.GetRelativePath(Root, copy).Replace('\\', '/'));
            }
        }
    }

    /// <summary>Whether a file's patched copy has the text that a replacement put there.</summary>
    public bool IsApplied(string path, string newText)
    {
        var (text, patched) = Read(path);
        return patched
            && text.Contains(
                Ends(newText, text.Contains("\r\n", StringComparison.Ordinal)),
                StringComparison.Ordinal
            );
    }

    /// <summary>Text of a file as the team sees it: the patched copy if there is one, else the original.</summary>
    public (string Text, bool Patched) Read(string path)
    {
        var relative = _input.Relative(path);
        lock (_gate)
        {
            return _patched.Contains(relative)
                ? (File.ReadAllText(CopyOf(relative)), true)
                : (File.ReadAllText(_input.Resolve(relative)), false);
        }
    }

    /// <summary>Replaces a piece of text that occurs once, and writes the result as the file's patched copy.</summary>
    /// <returns>Path of the file, with forward slashes.</returns>
    public string Replace(string path, string oldText, string newText)
    {
        var relative = _input.Relative(path);
        if (relative.EndsWith(".log", StringComparison.OrdinalIgnoreCase))
        {
            throw new ToolInputException("logs are evidence and cannot be patched");
        }

        lock (_gate)
        {
            var text = Read(relative).Text;
            var windows = text.Contains("\r\n", StringComparison.Ordinal);
            var from = Ends(oldText, windows);
            var to = Ends(newText, windows);
            Check(text, from, to);
            var at = text.IndexOf(from, StringComparison.Ordinal);
            Write(relative, string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
            _patched.Add(relative);
            return relative;
        }
    }

    /// <summary>All changes against the originals, as a unified diff; empty without changes.</summary>
    public string Diff()
    {
        lock (_gate)
        {
            return string.Concat(
                _patched.Select(file =>
                    UnifiedDiff.Between(
                        file,
                        File.ReadAllText(_input.Resolve(file)),
                        File.ReadAllText(CopyOf(file))
                    )
                )
            );
        }
    }

    private static void Check(string text, string from, string to)
    {
        if (from.Length == 0)
        {
            throw new ToolInputException("oldText is empty; give the exact lines to replace");
        }

        if (string.Equals(from, to, StringComparison.Ordinal))
        {
            throw new ToolInputException("oldText and newText are the same");
        }

        var first = text.IndexOf(from, StringComparison.Ordinal);
        if (first < 0)
        {
            throw new ToolInputException(
                "oldText does not occur in the file; read_file shows its present text, blanks included"
            );
        }

        if (text.IndexOf(from, first + 1, StringComparison.Ordinal) >= 0)
        {
            throw new ToolInputException(
                "oldText occurs more than once; add a line before or after it"
            );
        }
    }

    private void Write(string relative, string text)
    {
        var copy = CopyOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        var half = copy + ".part";
        File.WriteAllText(half, text);
        File.Move(half, copy, overwrite: true);
    }

    private string CopyOf(string relative) => Path.Combine(Root, relative);

    private static string Ends(string text, bool windows)
    {
        var plain = text.ReplaceLineEndings("\n");
        return windows ? plain.ReplaceLineEndings("\r\n") : plain;
    }

    private static bool Contains(string outer, string inner) =>
        string.Equals(outer, inner, StringComparison.Ordinal)
        || inner.StartsWith(outer + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
