using System.Diagnostics;

namespace SkRouter.Benchmarks.Gateway.Servers;

/// <summary>A server under measurement. The upstream itself is one too, without a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process? _process;

    private ServerProcess(string name, Uri endpoint, Process? process, string? key)
    {
        Name = name;
        Endpoint = endpoint;
        _process = process;
        Key = key;
    }

    public string Name { get; }

    public Uri Endpoint { get; }

    public string? Key { get; }

    public bool IsMeasured => _process is not null;

    /// <summary>What it has used of the processor so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process?.Refresh();
            return _process?.TotalProcessorTime ?? TimeSpan.Zero;
        }
    }

    /// <summary>Memory that it holds, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process?.Refresh();
            return _process?.WorkingSet64 ?? 0;
        }
    }

    public static ServerProcess Direct(Uri upstream) => new("upstream", upstream, null, null);

    /// <summary>Starts a server, and waits for the line that ends with where it listens.</summary>
    public static async Task<ServerProcess> StartAsync(
        string name,
        string[] command,
        string? key = null
    )
    {
        var start = Processors.Pinned(Processors.Server, command);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // One processor is all it has; the runtime would count those of the machine.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.LastIndexOf("http://", StringComparison.Ordinal);
            if (at >= 0)
            {
                // A server that waits for somebody to read what it logs would be measured waiting.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return new(name, new(line[at..]), process, key);
            }
        }

        throw new InvalidOperationException(
            $"{name} did not start: {await process.StandardError.ReadToEndAsync()}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
