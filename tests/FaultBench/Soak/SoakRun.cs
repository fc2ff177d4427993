using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Balancing;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Spend;
using SkRouter.TestKit;

namespace SkRouter.FaultBench.Soak;

/// <summary>
/// Agents with a tool, over three providers in memory that are each down 5 % of the time in bursts and limit their rate at
/// random. An agent's answer is two round trips: the tool call, and the answer with its result.
/// </summary>
internal sealed class SoakRun
{
    private const int Agents = 32;
    private const double DownShare = 0.05;
    private static readonly TimeSpan MeanBurst = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);

    private readonly VirtualTimeProvider _time;
    private readonly int _answers;
    private readonly Kernel _kernel;
    private readonly Till _till = new();
    private readonly ConcurrentQueue<string> _wrongAnswers = new();
    private readonly DateTimeOffset _start;
    private int _next;
    private int _failed;

    public SoakRun(VirtualTimeProvider time, int roundTrips)
    {
        _time = time;
        _start = time.GetUtcNow();
        _answers = roundTrips / 2;
        Providers =
        [
            .. Enumerable
                .Range(1, 3)
                .Select(i => new SoakProvider(
                    string.Create(CultureInfo.InvariantCulture, $"provider-{i}"),
                    new(_start, DownShare, MeanBurst, seed: i),
                    time,
                    seed: 100 + i
                )),
        ];
        _kernel = Build();
    }

    public IReadOnlyList<SoakProvider> Providers { get; }

    public SoakLedger Ledger { get; } = new();

    public static TimeSpan Deadline => new TimeOptions().RoundTrip;

    public async Task<SoakReport> RunAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Agents).Select(AgentAsync));
        return SoakReport.Of(this);
    }

    public DateTimeOffset Start => _start;

    public DateTimeOffset Now => _time.GetUtcNow();

    public int Answers => _answers;

    public int FailedAnswers => _failed;

    public IReadOnlyCollection<string> WrongAnswers => _wrongAnswers;

    public IReadOnlyList<string> Receipts => _till.Receipts;

    private Kernel Build()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ISpendLedger>(Ledger);
        builder.Services.AddSingleton(new RandomSource(seed: 1));
        foreach (var provider in Providers)
        {
            builder.Services.AddModel(provider.Model, provider);
        }

        builder.AddSkRouter(router =>
        {
            router.Options.WaitOutOutages = true;
            foreach (var provider in Providers)
            {
                // A plain answer is as silent as a dead provider: it gets as long as a stream's first token.
                router.Deployment(
                    provider.Model,
                    deployment =>
                        deployment.Price(input: 1, output: 4).Options.Total =
                            new TimeOptions().TimeToFirstToken
                );
            }

            router.Role(
                "agent",
                role =>
                    role.Prefer(Providers[0].Model)
                        .FallBackTo(Providers[1].Model, Providers[2].Model)
                        .CommitOn(CommitOn.Completion)
            );
        });
        var kernel = builder.Build();
        kernel.Plugins.AddFromObject(_till, "Desk");
        return kernel;
    }

    private async Task AgentAsync(int agent)
    {
        var random = new Random(agent);
        while (Interlocked.Increment(ref _next) is var number && number <= _answers)
        {
            await Task.Delay(Pause * (2 * random.NextDouble()), _time);
            var order = number.ToString(CultureInfo.InvariantCulture);
            try
            {
                var answer = await AskAsync(order, streamed: number % 2 == 0);
                if (answer != SoakScript.Expected(order))
                {
                    _wrongAnswers.Enqueue($"{order}: '{answer}'");
                }
            }
            catch (RouterException)
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }

    private async Task<string> AskAsync(string order, bool streamed)
    {
        var service = _kernel.GetRequiredService<IChatCompletionService>("agent");
        var history = new ChatHistory(order, AuthorRole.User);
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!streamed)
        {
            var contents = await service.GetChatMessageContentsAsync(history, settings, _kernel);
            return string.Concat(contents.Select(content => content.Content));
        }

        var text = "";
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(history, settings, _kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }
}
