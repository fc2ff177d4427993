namespace SkRouter.Agents.Tests;

/// <summary>A folder of files that is gone after the test.</summary>
internal sealed class AgentFolder : IDisposable
{
    public const string Role = """
        kind: role
        name: coder
        description: Writes code.
        instructions: Write the fix.
        tools: [read_file]
        routing:
          prefer: [strong]
          fallBackTo: [reserve]
        settings:
          temperature: 0
        """;

    public AgentFolder(params ReadOnlySpan<(string Name, string Text)> files)
    {
        Path = Directory.CreateTempSubdirectory("agents-").FullName;
        foreach (var (name, text) in files)
        {
            File.WriteAllText(System.IO.Path.Combine(Path, name), text);
        }
    }

    public string Path { get; }

    public AgentDefinitions Read() => AgentFiles.Read(Path);

    public IReadOnlyList<AgentFileFault> Faults() =>
        Should.Throw<AgentFileException>(() => Read()).Faults;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
