using System.Runtime.CompilerServices;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Balancing;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>Many callers at any times, a deployment that fails and recovers at any times: while its circuit is open, one of them at most asks it.</summary>
public sealed class ProbeTests
{
    private const int Calls = 60;
    private const int Seconds = 240;

    [Property(MaxTest = 20)]
    public async Task Call_CircuitIsOpen_AtMostOneAsks(int seed)
    {
        var run = new Run(seed);
        await run.PlayAsync();
        run.MostAtOnce.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Call_CircuitIsOpen_SomebodyAsks()
    {
        var probes = 0;
        for (var seed = 0; seed < 3; seed++)
        {
            var run = new Run(seed);
            await run.PlayAsync();
            probes += run.Probes;
        }

        probes.ShouldBeGreaterThan(2, "or the property above is about nothing");
    }

    private sealed class Run(int seed)
    {
        private readonly VirtualTimeProvider _time = new();
        private readonly Random _random = new(seed);
        private readonly Lock _gate = new();
        private Kernel _kernel = null!;
        private int _probing;
        private int _asked;

        public int Probes { get; private set; }

        public int MostAtOnce { get; private set; }

        public async Task<bool> PlayAsync()
        {
            _kernel = RouterKit.Kernel(
                router =>
                {
                    router.Services.AddSingleton<TimeProvider>(_time);
                    router.Services.AddSingleton(new RandomSource(seed));
                    router.Deployment(
                        "shaky",
                        deployment => deployment.Options.Circuit.MinimumCalls = 3
                    );
                    router.Role("agent", role => role.Prefer("shaky").FallBackTo("steady"));
                },
                ("shaky", new ShakyClient(this)),
                ("steady", new ScriptedChatClient(ScriptedStep.Answer("fine")))
            );
            return await _time.RunAsync(async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => CallAsync()));
                return true;
            });
        }

        private async Task CallAsync()
        {
            await Task.Delay(Between(0, Seconds), _time);
            try
            {
                if (Draw() < 0.5)
                {
                    await _kernel.Router().GetResponseAsync(Prompt());
                }
                else
                {
                    await _kernel
                        .Router()
                        .GetStreamingResponseAsync(Prompt())
                        .ToChatResponseAsync();
                }
            }
            catch (RouterException exception)
                when (exception.Code is RouterErrorCode.StreamInterrupted)
            {
                // Shown before it broke.
            }
        }

        /// <summary>What the shaky one does with a request: takes its time, then answers or fails.</summary>
        private async Task ServeAsync(CancellationToken cancellationToken)
        {
            var probe =
                _kernel.Router().Health.Of("shaky").State
                is DeploymentState.CircuitOpen
                    or DeploymentState.ProbeDue;
            if (probe)
            {
                lock (_gate)
                {
                    Probes++;
                    MostAtOnce = Math.Max(MostAtOnce, ++_probing);
                }
            }

            try
            {
                await Task.Delay(Between(0, 20), _time, cancellationToken);
                if (Draw() < 0.6)
                {
                    throw new IOException("cut");
                }
            }
            finally
            {
                if (probe)
                {
                    lock (_gate)
                    {
                        _probing--;
                    }
                }
            }
        }

        /// <summary>Each another: who asks the same again and again is one caller.</summary>
        private string Prompt() =>
            FormattableString.Invariant($"hello {Interlocked.Increment(ref _asked)}");

        private TimeSpan Between(double from, double to) =>
            TimeSpan.FromSeconds(from + ((to - from) * Draw()));

        private double Draw()
        {
            lock (_gate)
            {
                return _random.NextDouble();
            }
        }

        private sealed class ShakyClient(Run run)
            : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("fine")))
        {
            public override async Task<ChatResponse> GetResponseAsync(
                IEnumerable<ChatMessage> messages,
                ChatOptions? options = null,
                CancellationToken cancellationToken = default
            )
            {
                await run.ServeAsync(cancellationToken);
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }

            public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
                IEnumerable<ChatMessage> messages,
                ChatOptions? options = null,
                [EnumeratorCancellation] CancellationToken cancellationToken = default
            )
            {
                if (run.Draw() < 0.5)
                {
                    yield return new(ChatRole.Assistant, "so ");
                }

                await run.ServeAsync(cancellationToken);
                await foreach (
                    var update in base.GetStreamingResponseAsync(
                        messages,
                        options,
                        cancellationToken
                    )
                )
                {
                    yield return update;
                }
            }
        }
    }
}
