using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Dashboard.Live;

/// <summary>Passes each settled round trip on to whoever is watching. A viewer that is too slow misses some; no call ever waits for one.</summary>
internal sealed class LiveRecords
{
    private const int Room = 200;

    private readonly Lock _gate = new();
    private Channel<DecisionRecord>[] _viewers = [];

    public void Publish(DecisionRecord record)
    {
        foreach (var viewer in Volatile.Read(ref _viewers))
        {
            viewer.Writer.TryWrite(record);
        }
    }

    public async IAsyncEnumerable<DecisionRecord> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var channel = Channel.CreateBounded<DecisionRecord>(
            new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        lock (_gate)
        {
            _viewers = [.. _viewers, channel];
        }

        try
        {
            await foreach (
                var record in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)
            )
            {
                yield return record;
            }
        }
        finally
        {
            lock (_gate)
            {
                _viewers = [.. _viewers.Where(viewer => viewer != channel)];
            }
        }
    }
}
