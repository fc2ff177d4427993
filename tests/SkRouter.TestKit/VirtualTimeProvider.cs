using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace SkRouter.TestKit;

/// <summary>Time that passes only while the work under test waits for a timer, and then exactly to that timer.</summary>
public class VirtualTimeProvider : FakeTimeProvider
{
    private static readonly TimeSpan RealPatience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<TrackedTimer, DateTimeOffset> _due = new();

    /// <summary>Timers that are set and have not been disposed.</summary>
    public int ActiveTimers => _due.Count;

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new TrackedTimer(this);
        timer.Inner = base.CreateTimer(
            inner =>
            {
                _due.TryRemove(timer, out _);
                callback(inner);
            },
            state,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass until the work is done. Work that never ends is an error, not a hanging test.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) =>
        // Away from the test's synchronization context, so that what a timer wakes runs on at once.
        Task.Run(() => DriveAsync(work, DateTimeOffset.MaxValue));

    /// <summary>
    /// Lets time pass until the work is done, and no further than so far: where a busy machine keeps the work from going on after the
    /// timer it waited for, a later timer would otherwise be due first.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="atMost">How much time may pass. Work that waits for longer is an error.</param>
    public Task<T> RunAsync<T>(Func<Task<T>> work, TimeSpan atMost) =>
        Task.Run(() => DriveAsync(work, GetUtcNow() + atMost));

    /// <summary>
    /// Lets time pass until the work is done, also where the work goes over a network: time passes only when no thread of the
    /// pool has had anything to do for a while.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="quiet">For how long of real time nothing must have happened; zero for work without a network.</param>
    /// <param name="patience">How much real time it may take in all.</param>
    /// <param name="busy">Whether something is under way that the thread pool does not know of; believed for a second at most.</param>
    public Task<T> RunAsync<T>(
        Func<Task<T>> work,
        TimeSpan quiet,
        TimeSpan patience,
        Func<bool>? busy = null
    )
    {
        var task = Task.Run(work);
        var driver = new Thread(() => Drive(task, new(quiet, busy), patience))
        {
            IsBackground = true,
        };
        driver.Start();
        return task.WaitAsync(patience + RealPatience, System);
    }

    private void Drive(Task task, PoolActivity activity, TimeSpan patience)
    {
        var startedAt = System.GetTimestamp();
        while (!task.IsCompleted && System.GetElapsedTime(startedAt) < patience)
        {
            if (activity.HasSettled(task) && !_due.IsEmpty)
            {
                var next = _due.Values.DefaultIfEmpty(GetUtcNow()).Min();
                Advance(next > GetUtcNow() ? next - GetUtcNow() : TimeSpan.Zero);
            }
        }
    }

    private async Task<T> DriveAsync<T>(Func<Task<T>> work, DateTimeOffset until)
    {
        var task = work();
        var startedAt = System.GetTimestamp();
        while (!task.IsCompleted)
        {
            // What the last timer woke gets its turn, also where it went on in another thread.
            for (var turn = 0; turn < 20 && !task.IsCompleted; turn++)
            {
                await Task.Yield();
            }

            // A thread that a busy machine has set aside is not seen by yielding; a moment of real time lets it go on.
            if (!task.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), System);
            }

            if (System.GetElapsedTime(startedAt) > RealPatience)
            {
                throw new TimeoutException("The work waits for something that is not time.");
            }

            if (!task.IsCompleted && !_due.IsEmpty)
            {
                var next = _due.Values.DefaultIfEmpty(GetUtcNow()).Min();
                if (next <= until)
                {
                    Advance(next > GetUtcNow() ? next - GetUtcNow() : TimeSpan.Zero);
                }
            }
        }

        return await task;
    }

    private sealed class TrackedTimer(VirtualTimeProvider time) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero)
            {
                time._due.TryRemove(this, out _);
            }
            else
            {
                time._due[this] = time.GetUtcNow() + dueTime;
            }

            return Inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            time._due.TryRemove(this, out _);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            time._due.TryRemove(this, out _);
            return Inner.DisposeAsync();
        }
    }
}
