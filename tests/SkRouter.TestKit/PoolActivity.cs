namespace SkRouter.TestKit;

/// <summary>Tells when the thread pool has nothing left to do, so that whatever is unfinished waits for time (or for the network).</summary>
internal sealed class PoolActivity(TimeSpan quiet, Func<bool>? busy)
{
    private const int Looks = 3;

    private static readonly TimeSpan LongestBelief = TimeSpan.FromSeconds(1);

    private long _completed = -1;
    private long _settledAt = TimeProvider.System.GetTimestamp();

    /// <summary>Whether nothing ran and nothing was queued for the quiet time. Blocks the calling thread for that long.</summary>
    public bool HasSettled(Task task)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (IsBusy())
            {
                Thread.Yield();
                return false;
            }

            if (
                quiet > TimeSpan.Zero
                && ((IAsyncResult)task).AsyncWaitHandle.WaitOne(quiet / Looks)
            )
            {
                return false;
            }
        }

        if (
            IsBusy()
            || (
                busy?.Invoke() == true
                && TimeProvider.System.GetElapsedTime(_settledAt) < LongestBelief
            )
        )
        {
            return false;
        }

        _settledAt = TimeProvider.System.GetTimestamp();
        return true;
    }

    private bool IsBusy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var idle, out _);
        var completed = ThreadPool.CompletedWorkItemCount;
        var moved = completed != _completed;
        _completed = completed;
        return moved || idle < most || ThreadPool.PendingWorkItemCount > 0;
    }
}
