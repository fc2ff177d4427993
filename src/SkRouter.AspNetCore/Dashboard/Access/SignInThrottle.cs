using System.Net;
using SkRouter.AspNetCore.Access;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>
/// Slows wrong sign-ins: the more of them in a minute, the later the next is answered, for each address and for all together. A right key is never
/// asked to wait, so that nobody can lock its holder out.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int Free = 3;
    private const int FreeOfAll = 30;
    private const int MostWaiting = 32;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly GuessCounter _guesses = new(time);
    private int _waiting;

    /// <summary>Counts a wrong sign-in, and waits before it is answered.</summary>
    /// <returns>False if so many are waiting that this one is to be refused at once.</returns>
    public async ValueTask<bool> WrongAsync(IPAddress? address, CancellationToken cancellation)
    {
        var (ofAddress, all) = _guesses.Add(address);
        var pause = Later(Delay(ofAddress - Free), Delay((all - FreeOfAll) / FreeOfAll));
        if (pause == TimeSpan.Zero)
        {
            return true;
        }

        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static TimeSpan Delay(long beyond)
    {
        if (beyond <= 0)
        {
            return TimeSpan.Zero;
        }

        var doublings = (int)Math.Min(beyond - 1, 10);
        return Min(First * (1 << doublings), Longest);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
