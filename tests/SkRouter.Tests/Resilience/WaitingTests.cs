using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Balancing;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>A healthy candidate never waits for a sick one; waiting and asking again is for when nobody else is left, with few requests.</summary>
public sealed class WaitingTests
{
    private static readonly string[] Sick =
    [
        "429",
        "429 in 3 s",
        "429 in 0 s",
        "500",
        "503",
        "503 in 3 s",
        "529",
        "reset",
        "cut",
        "empty",
        "401",
        "404",
    ];

    private readonly VirtualTimeProvider _time = new();

    public static TheoryData<string, bool, string> WithAFallback()
    {
        var cases = new TheoryData<string, bool, string>();
        foreach (var fault in Sick)
        {
            foreach (var streamed in new[] { false, true })
            {
                foreach (var way in new[] { "prefer", "hedge", "cascade", "same model" })
                {
                    cases.Add(fault, streamed, way);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(WithAFallback))]
    public async Task Answer_AnotherCandidateIsFree_IsAskedAtOnce(
        string fault,
        bool streamed,
        string way
    )
    {
        var first = new ScriptedModel(Step(fault));
        var second = new ScriptedModel(ScriptedStep.Answer("fine"));
        var kernel = Build(Roles(way), ("first", first), ("second", second));

        var (answer, took) = await AskAsync(kernel, streamed);

        answer.ShouldBe("fine");
        took.ShouldBe(TimeSpan.Zero);
        (first.Requests, second.Requests).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("429", 4, 30, 34)]
    [InlineData("429 in 7 s", 4, 21, 24)]
    [InlineData("429 in 3 s", 4, 9, 10.5)]
    [InlineData("529", 4, 30, 34)]
    [InlineData("500", 2, 0.125, 0.375)]
    [InlineData("503", 2, 0.125, 0.375)]
    [InlineData("503 in 3 s", 2, 3, 3.4)]
    [InlineData("reset", 2, 0.125, 0.375)]
    [InlineData("cut", 2, 0.125, 0.375)]
    [InlineData("429 in 61 s", 1, 0, 0)]
    [InlineData("401", 1, 0, 0)]
    [InlineData("404", 1, 0, 0)]
    public async Task Answer_NobodyElseIsLeft_WaitsAndAsksAFewTimes(
        string fault,
        int requests,
        double least,
        double most
    )
    {
        foreach (var streamed in new[] { false, true })
        {
            var only = new ScriptedModel(Step(fault));
            var kernel = Build(role => role.Prefer("only"), ("only", only));

            var (answer, took) = await AskAsync(kernel, streamed, most);

            answer.ShouldBe(nameof(RouterErrorCode.AllCandidatesFailed));
            only.Requests.ShouldBe(requests);
            took.TotalSeconds.ShouldBeInRange(least, most);
        }
    }

    [Theory]
    [InlineData("429 in 7 s", 7, 7.8)]
    [InlineData("500", 0.125, 0.375)]
    [InlineData("reset", 0.125, 0.375)]
    public async Task Answer_OneFaultAndNobodyElse_ComesFromTheSame(
        string fault,
        double least,
        double most
    )
    {
        foreach (var streamed in new[] { false, true })
        {
            var only = new ScriptedModel(Step(fault), ScriptedStep.Answer("fine"));
            var kernel = Build(role => role.Prefer("only"), ("only", only));

            var (answer, took) = await AskAsync(kernel, streamed, most);

            answer.ShouldBe("fine");
            took.TotalSeconds.ShouldBeInRange(least, most);
        }
    }

    [Fact]
    public async Task Answer_BothFail_AreAskedInTurnAndNeverAtTheSameTime()
    {
        var first = new ScriptedModel(Step("503"));
        var second = new ScriptedModel(Step("503"), Step("503"), ScriptedStep.Answer("fine"));
        var kernel = Build(
            Roles("prefer"),
            deployment => deployment.Retries = 5,
            ("first", first),
            ("second", second)
        );

        var (answer, _) = await AskAsync(kernel, streamed: false, atMost: 30);

        answer.ShouldBe("fine");
        first.Requests.ShouldBeInRange(2, 4);
        second.Requests.ShouldBe(3);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(9, 3)]
    [InlineData(null, 3)]
    public async Task Answer_RoleAllowsFewerRetries_AsksNoMoreOften(int? retries, int asked)
    {
        foreach (var streamed in new[] { false, true })
        {
            var only = new ScriptedModel(Step("503"));
            var kernel = Build(
                role =>
                {
                    role.Prefer("only");
                    role.Options.Retries = retries;
                },
                deployment => deployment.Retries = 2,
                ("only", only)
            );

            await AskAsync(kernel, streamed, atMost: 30);

            only.Requests.ShouldBe(asked);
        }
    }

    [Theory]
    [InlineData("503 in 90 s")]
    [InlineData("500 in 90 s")]
    [InlineData("429 in 90 s")]
    [InlineData("529 in 90 s")]
    [InlineData("401 in 90 s")]
    [InlineData("403 in 90 s")]
    public async Task Answer_RetryAfterOnAnyStatus_HoldsInTheNextRoundTrips(string fault)
    {
        var first = new ScriptedModel(Step(fault), ScriptedStep.Answer("back"));
        var second = new ScriptedModel(ScriptedStep.Answer("fine"));
        var kernel = Build(Roles("prefer"), ("first", first), ("second", second));

        (await AskAsync(kernel, streamed: false)).Answer.ShouldBe("fine");
        await WaitAsync(85);
        (await AskAsync(kernel, streamed: true)).Answer.ShouldBe("fine");
        first.Requests.ShouldBe(1);
        kernel.Router().Health.Of("first").State.ShouldBe(DeploymentState.CoolingDown);

        await WaitAsync(6);
        (await AskAsync(kernel, streamed: false)).Answer.ShouldBe("back");
    }

    [Theory]
    [InlineData("429 in 3600 s")]
    [InlineData("503 in 3600 s")]
    public async Task Answer_OnlyCandidateAskedToBeLeftAlone_IsAskedOnceAMinuteAtMost(string fault)
    {
        var only = new ScriptedModel(Step(fault));
        var kernel = Build(role => role.Prefer("only"), ("only", only));

        for (var call = 0; call < 10; call++)
        {
            (await AskAsync(kernel, streamed: call % 2 == 0)).Answer.ShouldBe(
                nameof(RouterErrorCode.AllCandidatesFailed)
            );
        }

        only.Requests.ShouldBe(1);
        var error = await Should.ThrowAsync<RouterException>(() =>
            kernel.Router().GetResponseAsync("hello")
        );
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3600));
        error.Message.ShouldContain("only: not asked");

        await WaitAsync(61);
        await AskAsync(kernel, streamed: false);
        await AskAsync(kernel, streamed: false);
        only.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("400 in 90 s")]
    [InlineData("413 in 90 s")]
    public async Task Answer_RetryAfterOnWhatTheRequestCaused_ParksNobody(string fault)
    {
        var first = new ScriptedModel(Step(fault), ScriptedStep.Answer("back"));
        var second = new ScriptedModel(ScriptedStep.Answer("fine"));
        var kernel = Build(Roles("prefer"), ("first", first), ("second", second));

        await AskAsync(kernel, streamed: false);

        kernel.Router().Health.Of("first").State.ShouldBe(DeploymentState.Available);
    }

    [Fact]
    public async Task Stream_HedgedAndBothFail_BothAreRemembered()
    {
        var asked = 0;
        var first = new ScriptedModel(
            (_, _) =>
                Interlocked.Increment(ref asked) <= 30
                    ? ScriptedStep.Answer("fine")
                    : ScriptedStep.Answer("late") with
                    {
                        Silent = true,
                    }
        );
        var second = new ScriptedModel(Step("429 in 90 s"));
        var kernel = Build(Roles("hedge"), ("first", first), ("second", second));
        for (var call = 0; call < 30; call++)
        {
            await AskAsync(kernel, streamed: true);
        }

        (await AskAsync(kernel, streamed: true, atMost: 30)).Answer.ShouldBe(
            nameof(RouterErrorCode.AllCandidatesFailed)
        );

        second.Requests.ShouldBe(1);
        kernel.Router().Health.Of("second").State.ShouldBe(DeploymentState.CoolingDown);
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
        kernel.Router().Health.Of("second").InFlight.ShouldBe(0);
    }

    private static Action<RoleBuilder> Roles(string way) =>
        way switch
        {
            "hedge" => role => role.Prefer("first").FallBackTo("second").Hedge(),
            "cascade" => role => role.Prefer("first", "second").Cascade(),
            "same model" => role => role.Prefer("first", "second"),
            _ => role => role.Prefer("first").FallBackTo("second"),
        };

    private async Task<(string Answer, TimeSpan Took)> AskAsync(
        Kernel kernel,
        bool streamed,
        double atMost = 0
    )
    {
        var begin = _time.GetTimestamp();
        var answer = await _time.RunAsync(
            async () =>
            {
                try
                {
                    var response = streamed
                        ? await kernel
                            .Router()
                            .GetStreamingResponseAsync("hello")
                            .ToChatResponseAsync()
                        : await kernel.Router().GetResponseAsync("hello");
                    return response.Text;
                }
                catch (RouterException exception)
                {
                    return exception.Code.ToString();
                }
            },
            TimeSpan.FromSeconds(atMost)
        );
        return (answer, _time.GetElapsedTime(begin));
    }

    private Task<bool> WaitAsync(double seconds) =>
        _time.RunAsync(
            async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(seconds), _time);
                return true;
            },
            TimeSpan.FromSeconds(seconds)
        );

    private Kernel Build(
        Action<RoleBuilder> configure,
        params (string Key, ScriptedModel Model)[] models
    ) => Build(configure, deployment => { }, models);

    private Kernel Build(
        Action<RoleBuilder> configure,
        Action<DeploymentOptions> options,
        params (string Key, ScriptedModel Model)[] models
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Services.AddSingleton(new RandomSource(seed: 3));
                foreach (var (key, _) in models)
                {
                    router.Deployment(key, deployment => options(deployment.Options));
                }

                router.Role("agent", configure);
            },
            [.. models.Select(model => (model.Key, (object)new ScriptedChatClient(model.Model)))]
        );

    /// <summary>A status, "reset", "cut" or "empty", with "in N s" where the provider says when to come back.</summary>
    private static ScriptedStep Step(string fault)
    {
        var words = fault.Split(' ');
        TimeSpan? wait =
            words.Length > 1
                ? TimeSpan.FromSeconds(
                    double.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture)
                )
                : null;
        return words[0] switch
        {
            "reset" => ScriptedStep.Throw(new HttpRequestException("connection reset")),
            "cut" => ScriptedStep.Throw(new IOException("cut")),
            "empty" => new(),
            var status => ScriptedStep.Throw(
                new StatusException(
                    (HttpStatusCode)
                        int.Parse(status, System.Globalization.CultureInfo.InvariantCulture),
                    wait
                )
            ),
        };
    }

    private sealed class StatusException(HttpStatusCode status, TimeSpan? wait)
        : HttpRequestException("no", null, status),
            IRetryAfterSource
    {
        public TimeSpan? RetryAfter => wait;
    }
}
