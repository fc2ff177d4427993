using System.Collections.Concurrent;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>All callers, wherever the server is now, and what they were told.</summary>
internal sealed class ChaosLoad : IAsyncDisposable
{
    private const int CallersOfAKey = 16;
    private const int PrimeStep = 7919;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _callers;
    private volatile Uri _address;
    private readonly List<ChaosPhases> _phases = [ChaosPhases.None];
    private int _answered;

    /// <param name="address">Where the server is.</param>
    /// <param name="secrets">The secret of each key, by its name.</param>
    /// <param name="seed">Makes the callers differ.</param>
    /// <param name="callersOfAKey">How many callers each key has.</param>
    private ChaosLoad(
        Uri address,
        IReadOnlyDictionary<string, string> secrets,
        int seed,
        int callersOfAKey
    )
    {
        _address = address;
        var number = 0;
        _callers =
        [
            .. secrets
                .SelectMany(secret => Enumerable.Repeat(secret, callersOfAKey))
                .Select(secret => new ChaosCaller(
                    this,
                    secret.Key,
                    secret.Value,
                    ++number,
                    seed + (number * PrimeStep)
                ))
                .Select(caller => Task.Run(() => caller.RunAsync(_stop.Token))),
        ];
    }

    public static ChaosLoad Start(
        Uri address,
        IReadOnlyDictionary<string, string> secrets,
        int seed,
        int callersOfAKey = CallersOfAKey,
        bool keeps = true
    ) => new(address, secrets, seed, callersOfAKey) { Keeps = keeps };

    public HttpClient Client { get; } = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Gets whether calls are kept, to be looked at afterwards.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>Gets how many calls were answered.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public ConcurrentQueue<ChaosCall> Calls { get; } = new();

    public Uri Address
    {
        get => _address;
        set => _address = value;
    }

    /// <summary>Gets the number of what happens to the server now.</summary>
    public int PhaseNumber
    {
        get
        {
            lock (_phases)
            {
                return _phases.Count - 1;
            }
        }
    }

    /// <summary>From now on this happens to the server.</summary>
    public void Begin(ChaosPhases phase)
    {
        lock (_phases)
        {
            _phases.Add(phase);
        }
    }

    /// <summary>Waits until so many more calls have been answered.</summary>
    public async Task AnswersAsync(int count)
    {
        var until = Volatile.Read(ref _answered) + count;
        while (Volatile.Read(ref _answered) < until)
        {
            if (_callers.Find(static caller => caller.IsFaulted) is { } broken)
            {
                await broken;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public void Add(ChaosCall call)
    {
        if (Keeps || call.Status == 500 || call.End is ChaosEnd.Hang or ChaosEnd.Truncated)
        {
            Calls.Enqueue(call with { Phases = Since(call.Begin) });
        }

        if (call.End is not ChaosEnd.Lost)
        {
            Interlocked.Increment(ref _answered);
        }
    }

    private ChaosPhases Since(int number)
    {
        lock (_phases)
        {
            return _phases.Skip(number).Aggregate(static (all, one) => all | one);
        }
    }

    /// <summary>Lets each caller end its call.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Client.Dispose();
        _stop.Dispose();
    }
}
