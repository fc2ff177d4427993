namespace IncidentDesk.Tools;

/// <summary>The folder that the team works on. Nothing outside of it can be named, and nothing in it is written.</summary>
internal sealed class IncidentFolder
{
    public const long LargestFile = 20 * 1024 * 1024;

    private const int MostFiles = 1000;

    public IncidentFolder(string root)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(Root))
        {
            throw new DirectoryNotFoundException($"There is no folder '{root}'.");
        }
    }

    public string Root { get; }

    /// <summary>All files, as paths from the root with forward slashes, in order.</summary>
    public IReadOnlyList<string> Files()
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            // A link could lead out of the folder or in a circle.
            AttributesToSkip =
                FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
        };
        return
        [
            .. Directory
                .EnumerateFiles(Root, "*", options)
                .Take(MostFiles)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
    }

    public IEnumerable<string> Logs() =>
        Files().Where(static file => file.EndsWith(".log", StringComparison.OrdinalIgnoreCase));

    /// <summary>The full path of a file in the folder.</summary>
    /// <exception cref="ToolInputException">The path leads elsewhere, or to no readable text file.</exception>
    public string Resolve(string path)
    {
        var relative = Normalise(path);
        var full = Path.GetFullPath(Path.Combine(Root, relative));
        if (!IsInside(full))
        {
            throw Outside(path);
        }

        RefuseLinks(path, relative);
        var file = new FileInfo(full);
        if (!file.Exists)
        {
            throw new ToolInputException(
                Directory.Exists(full)
                    ? $"'{path}' is a folder; name a file in it"
                    : $"there is no file '{path}'; list_files shows what there is"
            );
        }

        return file.Length <= LargestFile
            ? full
            : throw new ToolInputException(
                FormattableString.Invariant($"'{path}' is larger than {LargestFile >> 20} MiB")
            );
    }

    /// <summary>The path as it is shown, with forward slashes and without detours.</summary>
    public string Relative(string path) =>
        Path.GetRelativePath(Root, Resolve(path)).Replace('\\', '/');

    private static string Normalise(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Any(char.IsControl))
        {
            throw new ToolInputException("the path is empty or has control characters");
        }

        var relative = path.Trim().Replace('\\', '/');
        return
            Path.IsPathRooted(relative)
            || relative.StartsWith('/')
            || relative.Contains(':', StringComparison.Ordinal)
            ? throw Outside(path)
            : relative;
    }

    private bool IsInside(string full) =>
        full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void RefuseLinks(string path, string relative)
    {
        var current = Root;
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.GetFullPath(Path.Combine(current, part));
            if (new FileInfo(current).LinkTarget is not null)
            {
                throw Outside(path);
            }
        }
    }

    private static ToolInputException Outside(string path) =>
        new(
            $"'{path}' is not a plain path inside the incident's folder; use paths as list_files shows them"
        );
}
