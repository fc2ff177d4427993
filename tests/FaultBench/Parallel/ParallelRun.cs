using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.FaultBench.Parallel;

/// <summary>
/// Many callers at once over providers that fail in every way, for some real time: nobody may get another's answer, nothing may hang,
/// no exception may go unobserved, and what stays in memory must not grow.
/// </summary>
internal sealed class ParallelRun(TimeSpan duration)
{
    private const int Callers = 256;
    private const long AnswersUntilFull = 25_000;

    // Longer than any single round trip of this bench can take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly Kernel _kernel = RouterKit.Kernel(
        Configure,
        ("one", new ShakyProvider("one", seed: 1)),
        ("two", new ShakyProvider("two", seed: 2)),
        ("three", new ShakyProvider("three", seed: 3))
    );
    private long _answers;
    private long _errors;
    private long _cancelled;

    private bool JudgedMemory { get; set; }

    public async Task<ParallelReport> RunAsync()
    {
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, args) =>
            _wrong.Enqueue($"unobserved: {args.Exception.InnerException}");
        TaskScheduler.UnobservedTaskException += note;
        using var end = new CancellationTokenSource(duration);
        var callers = Enumerable
            .Range(0, Callers)
            .Select(i => Task.Run(() => CallAsync(i, end.Token)))
            .ToList();
        var live = await WatchMemoryAsync(end.Token);
        try
        {
            await Task.WhenAll(callers).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _wrong.Enqueue($"{callers.Count(caller => !caller.IsCompleted)} callers hang");
        }

        live.Add(new(Interlocked.Read(ref _answers), LiveMegabytes()));
        TaskScheduler.UnobservedTaskException -= note;
        NoteLeftovers();
        NoteGrowth(live);
        return new()
        {
            Callers = Callers,
            Seconds = duration.TotalSeconds,
            Answers = _answers,
            Errors = _errors,
            Cancelled = _cancelled,
            LiveMegabytes = [.. live.Select(reading => reading.Megabytes)],
            JudgedMemory = JudgedMemory,
            Wrong = [.. _wrong.Distinct().Take(3)],
        };
    }

    private static void Configure(RouterBuilder router)
    {
        foreach (var key in (string[])["one", "two", "three"])
        {
            router.Deployment(
                key,
                deployment =>
                {
                    var options = deployment.Options;
                    options.RetryDelay = TimeSpan.FromMilliseconds(1);
                    options.TimeToFirstToken = TimeSpan.FromMilliseconds(50);
                    options.Total = TimeSpan.FromMilliseconds(500);
                    options.Circuit.BreakFor = TimeSpan.FromSeconds(1);
                }
            );
        }

        router.Role("shown", role => role.Prefer("one").FallBackTo("two", "three"));
        router.Role(
            "whole",
            role => role.Prefer("two").FallBackTo("three", "one").CommitOn(CommitOn.Completion)
        );
        router.Role("hurried", role => role.Prefer("three").FallBackTo("one", "two").Hedge());
    }

    private async Task CallAsync(int caller, CancellationToken end)
    {
        var kernel = _kernel.Clone();
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            var question = string.Create(CultureInfo.InvariantCulture, $"caller {caller}");
            // One call in eight is cancelled under way, wherever it is then.
            using var cancel = new CancellationTokenSource();
            if ((i + caller) % 8 == 0)
            {
                cancel.CancelAfter(TimeSpan.FromMilliseconds(i % 5));
            }

            try
            {
                var answer = await AskAsync(kernel, question, caller + i, cancel.Token);
                Interlocked.Increment(ref _answers);
                if (answer != question)
                {
                    _wrong.Enqueue($"{question} got '{answer}'");
                }
            }
            catch (RouterException)
            {
                Interlocked.Increment(ref _errors);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                Interlocked.Increment(ref _cancelled);
            }
            catch (Exception exception)
            {
                _wrong.Enqueue(exception.ToString());
            }
        }
    }

    private static async Task<string> AskAsync(
        Kernel kernel,
        string question,
        int turn,
        CancellationToken cancellationToken
    )
    {
        var view = kernel.Router().ForRole(((string[])["shown", "whole", "hurried"])[turn % 3]);
        IChatClient client = view;
        switch (turn % 4)
        {
            case 0:
                return (
                    await client.GetResponseAsync(question, cancellationToken: cancellationToken)
                ).Text;
            case 1:
                return (
                    await client
                        .GetStreamingResponseAsync(question, cancellationToken: cancellationToken)
                        .ToChatResponseAsync(cancellationToken)
                ).Text;
            case 2:
                return (
                    await view.GetChatMessageContentAsync(question, null, kernel, cancellationToken)
                ).Content!;
            default:
                var text = "";
                await foreach (
                    var piece in view.GetStreamingChatMessageContentsAsync(
                        question,
                        null,
                        kernel,
                        cancellationToken
                    )
                )
                {
                    text += piece.Content;
                }

                return text;
        }
    }

    private async Task<List<Reading>> WatchMemoryAsync(CancellationToken end)
    {
        const int readings = 12;
        var live = new List<Reading>(readings + 1);
        while (!end.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(duration / readings, end);
                live.Add(new(Interlocked.Read(ref _answers), LiveMegabytes()));
                await Console.Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Interlocked.Read(ref _answers)} answers, {live[^1].Megabytes:0.0} MB live"
                    )
                );
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return live;
    }

    private static double LiveMegabytes()
    {
        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        // Exceptions of tasks that nobody awaited show when their finalizers have run.
        GC.WaitForPendingFinalizers();
        return bytes / 1e6;
    }

    private void NoteLeftovers()
    {
        foreach (var deployment in _kernel.Router().Deployments)
        {
            if (deployment.Health.InFlight != 0)
            {
                _wrong.Enqueue(
                    FormattableString.Invariant(
                        $"{deployment.Key}: {deployment.Health.InFlight} calls still count"
                    )
                );
            }
        }
    }

    /// <summary>
    /// What is kept within bounds (records, conversations, ids) fills up at first; growth is what comes after that. A machine that was too
    /// slow to get there proves nothing either way, and the report says so.
    /// </summary>
    private void NoteGrowth(List<Reading> live)
    {
        var settled = live.FindAll(reading => reading.Answers >= AnswersUntilFull);
        JudgedMemory = settled.Count >= 4;
        if (!JudgedMemory)
        {
            return;
        }

        var half = settled.Count / 2;
        var before = Median(settled.Take(half));
        var after = Median(settled.TakeLast(half));
        if (after > (1.1 * before) + 1)
        {
            _wrong.Enqueue(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"live memory grew from {before:0.0} MB to {after:0.0} MB"
                )
            );
        }
    }

    private static double Median(IEnumerable<Reading> readings)
    {
        var sorted = readings.Select(reading => reading.Megabytes).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private readonly record struct Reading(long Answers, double Megabytes);
}
