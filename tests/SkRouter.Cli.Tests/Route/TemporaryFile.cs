namespace SkRouter.Cli.Tests.Route;

/// <summary>A file for one test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string text) => File.WriteAllText(Name, text);

    public string Name { get; } =
        Path.Combine(Path.GetTempPath(), $"skrouter-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(Name);
}
