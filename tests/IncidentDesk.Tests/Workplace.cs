using IncidentDesk.Tools;

namespace IncidentDesk.Tests;

/// <summary>A small incident folder and an output folder, gone after the test.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("desk-").FullName;

    public Workplace()
    {
        Write(
            "in/logs/shop.log",
            "10:00 INFO ok pool=0/10\n10:01 ERROR PoolTimeout pool=10/10\n10:02 ERROR pooltimeout again\n"
        );
        Write("in/src/quote.py", "def quote():\n    acquire()\n    release()\n");
        Write("in/runbook.md", "# Runbook\n");
        Write("secret.txt", "outside");
        Folder = new(Path.Combine(_root, "in"));
        Files = new(Path.Combine(_root, "out"), Folder);
        Journal = new((tool, _) => Done.Add(tool));
        Tools = new(Folder, Files.Patches, Files.Evidence, Journal);
    }

    public IncidentFolder Folder { get; }

    public OutputFiles Files { get; }

    public ToolJournal Journal { get; }

    public DeskTools Tools { get; }

    public List<string> Done { get; } = [];

    public string Input => Folder.Root;

    public string Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
