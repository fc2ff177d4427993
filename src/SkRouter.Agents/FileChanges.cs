namespace SkRouter.Agents;

/// <summary>Tells of changes to the YAML files of a folder.</summary>
internal sealed class FileChanges : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly IDisposable _listener;

    public FileChanges(string folder, Action changed, IDisposable listener)
    {
        _listener = listener;
        _watcher = new(folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            Filters = { "*.yaml", "*.yml" },
        };
        _watcher.Changed += (_, _) => changed();
        _watcher.Created += (_, _) => changed();
        _watcher.Deleted += (_, _) => changed();
        _watcher.Renamed += (_, _) => changed();
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _listener.Dispose();
    }
}
