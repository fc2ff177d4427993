using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>Limits of a deployment, stated or learned, as whole round trips meet them.</summary>
public sealed class LimitTests
{
    private readonly VirtualTimeProvider _time = new();
    private readonly ScriptedModel _first = new(ScriptedStep.Answer("from the first"));
    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));

    [Fact]
    public async Task Answer_TokensOfTheMinuteUsedUp_PassesOverUntilTheyAreFree()
    {
        // The scripted model says 110 tokens a call, far more than the estimate that is held before it.
        var kernel = Build(options => options.TokensPerMinute = 250, fallBack: true);

        for (var call = 0; call < 5; call++)
        {
            (await AskAsync(kernel)).ShouldBeNull();
        }

        (_first.Requests, _second.Requests).ShouldBe((3, 2));
        kernel.Router().Health.Of("first").Reason.ShouldContain("250 tokens a minute");
        await PassAsync(TimeSpan.FromSeconds(61));
        (await AskAsync(kernel)).ShouldBeNull();
        _first.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task Answer_TokensOfTheMinuteUsedUpAndNobodyElse_WaitsForThem()
    {
        var kernel = Build(options => options.TokensPerMinute = 250, fallBack: false);
        var begin = _time.GetTimestamp();

        for (var call = 0; call < 4; call++)
        {
            (await AskAsync(kernel)).ShouldBeNull();
        }

        _first.Requests.ShouldBe(4);
        _time
            .GetElapsedTime(begin)
            .ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Answer_ProviderSaysNoRequestsAreLeft_PassesOverUntilItsReset()
    {
        using var provider = new HeaderedClient(
            _time,
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "20s")
        );
        var kernel = Build(_ => { }, fallBack: true, provider);

        (await AskAsync(kernel)).ShouldBeNull();
        (await AskAsync(kernel)).ShouldBeNull();

        (provider.Requests, _second.Requests).ShouldBe((1, 1));
        kernel.Router().Health.Of("first").Reason.ShouldContain("no requests are left");
        await PassAsync(TimeSpan.FromSeconds(21));
        (await AskAsync(kernel)).ShouldBeNull();
        provider.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task Answer_ProviderSaysTooFewTokensAreLeft_SendsOnlyWhatFits()
    {
        using var provider = new HeaderedClient(
            _time,
            ("anthropic-ratelimit-tokens-remaining", "500"),
            ("anthropic-ratelimit-tokens-reset", "2030-01-01T00:00:00Z")
        );
        var kernel = Build(_ => { }, fallBack: true, provider);
        (await AskAsync(kernel)).ShouldBeNull();

        (await AskAsync(kernel, new string('x', 40_000))).ShouldBeNull();
        (await AskAsync(kernel)).ShouldBeNull();

        (provider.Requests, _second.Requests).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Answer_AllPlacesTaken_WaitsForOne()
    {
        var gate = new GatedClient();
        var kernel = Build(options => options.MaxParallel = 1, fallBack: false, gate);
        var one = kernel.Router().GetResponseAsync("one");
        await gate.Asked;

        var two = kernel.Router().GetResponseAsync("two");
        two.IsCompleted.ShouldBeFalse();
        gate.MostAtOnce.ShouldBe(1);
        gate.Open();
        (await _time.RunAsync(async () => await Record.ExceptionAsync(() => two))).ShouldBeNull();
        await one;

        gate.MostAtOnce.ShouldBe(1);
        (await kernel.RecordsAsync()).ShouldAllBe(record =>
            record.Outcome == RoundTripOutcome.Answered
        );
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Answer_CancelledWhileItWaitsForAPlace_LeavesWithoutAsking()
    {
        var gate = new GatedClient();
        var kernel = Build(options => options.MaxParallel = 1, fallBack: false, gate);
        var one = kernel.Router().GetResponseAsync("one");
        await gate.Asked;
        using var cancellation = new CancellationTokenSource();

        var two = kernel.Router().GetResponseAsync("two", cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => two);
        gate.Open();
        await one;

        gate.Requests.ShouldBe(1);
        var waited = (await kernel.RecordsAsync())[0];
        waited.Outcome.ShouldBe(RoundTripOutcome.Cancelled);
        waited.Attempts.ShouldBeEmpty();
        waited.CostUsd.ShouldBe(0);
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
        _time.ActiveTimers.ShouldBe(0);
    }

    private Task<Exception?> AskAsync(Kernel kernel, string text = "hello") =>
        _time.RunAsync(async () =>
            await Record.ExceptionAsync(async () => await kernel.Router().GetResponseAsync(text))
        )!;

    private Task<bool> PassAsync(TimeSpan time) =>
        _time.RunAsync(async () =>
        {
            await Task.Delay(time, _time);
            return true;
        });

    private Kernel Build(
        Action<DeploymentOptions> options,
        bool fallBack,
        IChatClient? first = null
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Deployment("first", deployment => options(deployment.Options));
                router.Role(
                    "agent",
                    role =>
                    {
                        role.Prefer("first");
                        if (fallBack)
                        {
                            role.FallBackTo("second");
                        }
                    }
                );
            },
            ("first", first ?? new ScriptedChatClient(_first)),
            ("second", new ScriptedChatClient(_second))
        );

    /// <summary>A client whose answers come over HTTP with rate-limit headers, which it hides itself.</summary>
    private sealed class HeaderedClient(
        TimeProvider time,
        params (string Name, string Value)[] headers
    ) : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("from the first")))
    {
        private readonly HttpClient _http = new(
            new ProviderHttpHandler(new Answering(headers), time)
        );

        public int Requests { get; private set; }

        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Requests++;
            using var response = await _http.GetAsync(
                new Uri("http://provider.test/"),
                cancellationToken
            );
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _http.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Answering((string Name, string Value)[] headers) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK);
            foreach (var (name, value) in headers)
            {
                response.Headers.Add(name, value);
            }

            return Task.FromResult(response);
        }
    }

    /// <summary>A client that answers nobody until its gate is open.</summary>
    private sealed class GatedClient()
        : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("from the first")))
    {
        private readonly TaskCompletionSource _open = new();
        private readonly TaskCompletionSource _asked = new();
        private int _now;

        public Task Asked => _asked.Task;

        public int Requests { get; private set; }

        public int MostAtOnce { get; private set; }

        public void Open() => _open.SetResult();

        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Requests++;
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            _asked.TrySetResult();
            try
            {
                await _open.Task.WaitAsync(cancellationToken);
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }
}
