namespace IncidentDesk.Tools;

/// <summary>Where a run's results go.</summary>
internal sealed class OutputFiles
{
    public OutputFiles(string root, IncidentFolder input)
    {
        Root = Path.GetFullPath(root);
        Patches = new(input, Path.Combine(Root, "patched"));
        Ledger = Path.Combine(Root, "skrouter.db");
        Effects = Path.Combine(Root, "effects.db");
        Evidence = new(Path.Combine(Root, "evidence.md"));
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>The run's books.</summary>
    public string Ledger { get; }

    /// <summary>What tools have written, so that a run that is taken up again writes nothing twice.</summary>
    public string Effects { get; }

    public PatchFolder Patches { get; }

    public EvidenceFile Evidence { get; }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }
}
