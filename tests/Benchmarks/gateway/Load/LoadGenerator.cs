using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace SkRouter.Benchmarks.Gateway.Load;

/// <summary>Asks one server, as fast as it answers or at a steady rate.</summary>
internal static class LoadGenerator
{
    /// <summary>Each caller asks again as soon as it has its answer.</summary>
    public static async Task<Sample> AsFastAsItAnswersAsync(
        Uri endpoint,
        PreparedRequest request,
        int callers,
        TimeSpan time
    )
    {
        var answers = new ConcurrentBag<List<Answered>>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
        return new([.. answers.SelectMany(list => list)]);

        async Task CallAsync()
        {
            var mine = new List<Answered>();
            using var connection = await Connection.OpenAsync(endpoint);
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                mine.Add(await connection.AskAsync(request));
            }

            answers.Add(mine);
        }
    }

    /// <summary>Requests begin at a steady rate, whether earlier ones are answered or not.</summary>
    public static async Task<Sample> AtRateAsync(
        Uri endpoint,
        PreparedRequest request,
        int perSecond,
        TimeSpan time
    )
    {
        var idle = Channel.CreateUnbounded<Connection>();
        var running = new List<Task<Answered>>();
        var began = Stopwatch.GetTimestamp();
        var interval = TimeSpan.FromSeconds(1.0 / perSecond);
        for (var i = 0; i * interval < time; i++)
        {
            while (Stopwatch.GetElapsedTime(began) < i * interval)
            {
                await Task.Delay(1);
            }

            running.Add(AskAsync());
        }

        var answers = await Task.WhenAll(running);
        idle.Writer.Complete();
        await foreach (var connection in idle.Reader.ReadAllAsync())
        {
            connection.Dispose();
        }

        return new(answers);

        async Task<Answered> AskAsync()
        {
            if (!idle.Reader.TryRead(out var connection))
            {
                connection = await Connection.OpenAsync(endpoint);
            }

            var answered = await connection.AskAsync(request);
            await idle.Writer.WriteAsync(connection);
            return answered;
        }
    }

    /// <summary>All requests at once, one each.</summary>
    public static async Task<Sample> AtOnceAsync(Uri endpoint, PreparedRequest request, int count)
    {
        var connections = new List<Connection>();
        for (var i = 0; i < count; i++)
        {
            connections.Add(await Connection.OpenAsync(endpoint));
        }

        var answers = await Task.WhenAll(
            connections.Select(connection => connection.AskAsync(request).AsTask())
        );
        connections.ForEach(connection => connection.Dispose());
        return new(answers);
    }
}
