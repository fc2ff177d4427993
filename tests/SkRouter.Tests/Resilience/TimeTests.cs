using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Catalog;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>Times fit the model: by what is known of it, by what the request asks for, by what the deployment usually takes; what was stated takes precedence.</summary>
public sealed class TimeTests
{
    private static readonly ScriptedStep Silent = ScriptedStep.Answer("late") with
    {
        Silent = true,
    };

    private readonly VirtualTimeProvider _time = new();

    [Theory]
    [InlineData("alpha", null, true, 10, "10 s (default)")]
    [InlineData("gpt-4o", null, true, 10, "10 s (default)")]
    [InlineData("gpt-4o", ReasoningEffort.High, true, 10, "10 s (default)")]
    [InlineData("gpt-5", null, true, 120, "120 s (default, the model reasons)")]
    [InlineData("gpt-5", ReasoningEffort.None, true, 10, "10 s (default)")]
    [InlineData("gpt-5.1", null, true, 10, "10 s (default)")]
    [InlineData("gpt-5.1", ReasoningEffort.Medium, true, 120, "120 s (default, the model reasons)")]
    [InlineData("o3", ReasoningEffort.None, true, 120, "120 s (default, the model reasons)")]
    [InlineData("alpha", ReasoningEffort.High, true, 120, "120 s (default, the model reasons)")]
    [InlineData("alpha", null, false, 120, "120 s (default)")]
    [InlineData("o3", null, false, 600, "600 s (default, the model reasons)")]
    public async Task Answer_SilentDeployment_IsGivenTheTimeThatFitsTheModel(
        string model,
        ReasoningEffort? effort,
        bool streamed,
        double seconds,
        string limit
    )
    {
        var kernel = Build(_ => Silent, model);

        var (answer, took) = await AskAsync(kernel, streamed, effort, atMost: seconds);

        answer.ShouldBe("fine");
        took.TotalSeconds.ShouldBe(seconds, tolerance: 0.01);
        var attempt = (await kernel.RecordsAsync())[^1].Attempts[0];
        attempt.TimeLimit.ShouldBe(limit);
        attempt.Reason.ShouldNotBeNull().ShouldContain(limit);
        attempt.FailureKind.ShouldBe(FailureKind.TimedOut);
    }

    [Theory]
    [InlineData("deployment", 4, "4 s (the deployment's own)")]
    [InlineData("role", 3, "3 s (the role's own)")]
    [InlineData("both", 3, "3 s (the role's own)")]
    public async Task Stream_StatedTime_TakesPrecedenceOverEverything(
        string stated,
        double seconds,
        string limit
    )
    {
        var asked = 0;
        var kernel = Build(
            _ => asked++ < 60 ? ScriptedStep.Answer("fast") : Silent,
            "o3",
            role =>
                role.Options.TimeToFirstToken = stated is "deployment"
                    ? null
                    : TimeSpan.FromSeconds(3),
            deployment =>
                deployment.TimeToFirstToken = stated is "role" ? null : TimeSpan.FromSeconds(4)
        );
        for (var call = 0; call < 60; call++)
        {
            await AskAsync(kernel, streamed: true);
        }

        var (_, took) = await AskAsync(kernel, streamed: true, atMost: seconds);

        took.TotalSeconds.ShouldBe(seconds, tolerance: 0.01);
        (await kernel.RecordsAsync())[^1].Attempts[0].TimeLimit.ShouldBe(limit);
    }

    [Theory]
    [InlineData(49, 1.0, "10 s (default)")]
    [InlineData(50, 1.0, "4 s (4 x p95 of 50 answers)")]
    [InlineData(50, 0.1, "2 s (4 x p95 of 50 answers, at least this)")]
    [InlineData(50, 9.0, "36 s (4 x p95 of 50 answers)")]
    public async Task Stream_EnoughAnswers_AreWhatTheDeploymentIsHeldTo(
        int answers,
        double each,
        string limit
    )
    {
        var asked = 0;
        using var slow = new SlowClient(
            _time,
            () => asked++ < answers ? TimeSpan.FromSeconds(each) : Timeout.InfiniteTimeSpan
        );
        var kernel = Build(slow, "alpha");
        for (var call = 0; call < answers; call++)
        {
            (await AskAsync(kernel, streamed: true, atMost: each)).Answer.ShouldBe("first");
        }

        (await AskAsync(kernel, streamed: true, atMost: 36)).Answer.ShouldBe("fine");

        (await kernel.RecordsAsync())[^1].Attempts[0].TimeLimit.ShouldBe(limit);
    }

    [Fact]
    public async Task Stream_BecameSlowerForGood_IsGivenMoreTimeByAndBy()
    {
        var asked = 0;
        using var slow = new SlowClient(_time, () => TimeSpan.FromSeconds(asked++ < 60 ? 0.2 : 8));
        var kernel = Build(
            slow,
            "alpha",
            role => { },
            deployment => deployment.Circuit.MinimumCalls = int.MaxValue
        );
        for (var call = 0; call < 60; call++)
        {
            await AskAsync(kernel, streamed: true, atMost: 0.2);
        }

        (await AskAsync(kernel, streamed: true, atMost: 2)).Answer.ShouldBe("fine");
        var served = "";
        for (var call = 0; call < 60 && served != "first"; call++)
        {
            served = (await AskAsync(kernel, streamed: true, atMost: 8)).Answer;
        }

        served.ShouldBe("first");
    }

    [Fact]
    public async Task Stream_SameModelWithAndWithoutReasoning_LearnsApart()
    {
        var kernel = Build(_ => ScriptedStep.Answer("first"), "gpt-5.1");
        for (var call = 0; call < 60; call++)
        {
            await AskAsync(kernel, streamed: true);
        }

        await AskAsync(kernel, streamed: true, ReasoningEffort.High);

        (await kernel.RecordsAsync())[^1]
            .Attempts[0]
            .TimeLimit.ShouldBe("120 s (default, the model reasons)");
    }

    [Fact]
    public async Task Stream_LongPrompt_IsGivenTimeToBeRead()
    {
        var kernel = Build(_ => Silent, "alpha");
        var prompt = string.Concat(Enumerable.Repeat("one more line of a very long log. ", 12_000));

        var (_, took) = await AskAsync(kernel, streamed: true, prompt: prompt, atMost: 60);

        took.TotalSeconds.ShouldBeGreaterThan(15);
        (await kernel.RecordsAsync())[^1]
            .Attempts[0]
            .TimeLimit.ShouldNotBeNull()
            .ShouldContain("tokens of input");
    }

    [Theory]
    [InlineData("alpha", null, 180)]
    [InlineData("o3", null, 660)]
    [InlineData("gpt-5.1", ReasoningEffort.High, 660)]
    [InlineData("gpt-5.1", null, 180)]
    public async Task Answer_EverybodyIsSilent_EndsAtTheDeadlineThatFits(
        string model,
        ReasoningEffort? effort,
        double seconds
    )
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Deployment("first", deployment => deployment.Serves(model));
                router.Deployment("second", deployment => deployment.Serves(model));
                router.Role("agent", role => role.Prefer("first", "second"));
            },
            ("first", new ScriptedChatClient(Silent)),
            ("second", new ScriptedChatClient(Silent))
        );

        var (answer, took) = await AskAsync(kernel, streamed: false, effort, atMost: seconds);

        answer.ShouldBe(nameof(RouterErrorCode.DeadlineExceeded));
        took.TotalSeconds.ShouldBe(seconds, tolerance: 0.01);
    }

    [Fact]
    public async Task Answer_StatedCapabilities_SayWhetherItReasons()
    {
        foreach (
            var (can, seconds) in new[]
            {
                (ModelCapabilities.All, 120),
                (ModelCapabilities.Tools, 10),
            }
        )
        {
            var kernel = Build(
                new ScriptedChatClient(Silent),
                "alpha",
                role => { },
                deployment => deployment.Capabilities = can
            );

            var (_, took) = await AskAsync(kernel, streamed: true, atMost: seconds);

            took.TotalSeconds.ShouldBe(seconds, tolerance: 0.01);
        }
    }

    private async Task<(string Answer, TimeSpan Took)> AskAsync(
        Kernel kernel,
        bool streamed,
        ReasoningEffort? effort = null,
        string prompt = "hello",
        double atMost = 0
    )
    {
        var options = new ChatOptions
        {
            Reasoning = effort is null ? null : new() { Effort = effort },
        };
        var begin = _time.GetTimestamp();
        var answer = await _time.RunAsync(
            async () =>
            {
                try
                {
                    var response = streamed
                        ? await kernel
                            .Router()
                            .GetStreamingResponseAsync(prompt, options)
                            .ToChatResponseAsync()
                        : await kernel.Router().GetResponseAsync(prompt, options);
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

    private Kernel Build(
        Func<int, ScriptedStep> first,
        string model,
        Action<RoleBuilder>? role = null,
        Action<DeploymentOptions>? deployment = null
    ) =>
        Build(
            new ScriptedChatClient(new ScriptedModel((_, request) => first(request))),
            model,
            role,
            deployment
        );

    private Kernel Build(
        IChatClient first,
        string model,
        Action<RoleBuilder>? configure = null,
        Action<DeploymentOptions>? options = null
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Deployment(
                    "first",
                    deployment =>
                    {
                        deployment.Serves(model);
                        options?.Invoke(deployment.Options);
                    }
                );
                router.Role(
                    "agent",
                    role =>
                    {
                        role.Prefer("first").FallBackTo("second");
                        configure?.Invoke(role);
                    }
                );
            },
            ("first", first),
            ("second", new ScriptedChatClient(ScriptedStep.Answer("fine")))
        );

    private sealed class SlowClient(TimeProvider time, Func<TimeSpan> delay)
        : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("first")))
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation]
                CancellationToken cancellationToken = default
        )
        {
            await Task.Delay(delay(), time, cancellationToken);
            await foreach (
                var update in base.GetStreamingResponseAsync(messages, options, cancellationToken)
            )
            {
                yield return update;
            }
        }
    }
}
