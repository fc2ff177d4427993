using Microsoft.Extensions.Logging;
using SkRouter.Resilience;

namespace SkRouter.Agents;

/// <summary>Waits for files of a folder to change, and for whoever writes them to be done.</summary>
internal sealed class AgentFolderWatch : IDisposable
{
    /// <summary>Editors write a file in several steps, and people save several files.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly Action _reload;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    private AgentFolderWatch(Action reload, ILogger logger, TimeProvider time)
    {
        _reload = reload;
        _logger = logger;
        _timer = time.CreateTimer(
            _ => Reload(),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public static IDisposable Start(
        string folder,
        Action reload,
        ILogger logger,
        TimeProvider? time
    )
    {
        var watch = new AgentFolderWatch(reload, logger, time ?? TimeProvider.System);
        return new FileChanges(folder, watch.Changed, watch);
    }

    /// <summary>A watch that is told of changes by its caller.</summary>
    public static AgentFolderWatch WithoutFiles(Action reload, ILogger logger, TimeProvider time) =>
        new(reload, logger, time);

    public void Changed() => _timer.Change(Quiet, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private void Reload()
    {
        try
        {
            _reload();
            _logger.Reloaded();
        }
        catch (Exception exception)
            when (exception is AgentFileException or RouterConfigurationException)
        {
            _logger.NotReloaded(exception.Message);
        }
    }
}
