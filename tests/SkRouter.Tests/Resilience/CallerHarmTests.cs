using System.Globalization;
using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Access;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>What one caller's requests cause stays with that caller: a circuit opens for all on the evidence of two callers, or of a probe.</summary>
public sealed class CallerHarmTests
{
    private const string Poison = "the prompt that crashes it";

    private readonly VirtualTimeProvider _time = new();
    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));
    private bool _down;

    public static TheoryData<string, bool> Harms()
    {
        var harms = new TheoryData<string, bool>();
        foreach (
            var harm in new[]
            {
                "500",
                "reset",
                "cut",
                "empty",
                "malformed",
                "unexpected",
                "silent",
            }
        )
        {
            harms.Add(harm, true);
            harms.Add(harm, false);
        }

        return harms;
    }

    [Theory]
    [MemberData(nameof(Harms))]
    public async Task Call_OneCallersRequestsFail_OthersStayWhereTheyAre(string harm, bool streamed)
    {
        foreach (var way in new[] { "key", "tenant", "run", "nothing" })
        {
            var kernel = Build(harm);
            for (var call = 0; call < 20; call++)
            {
                await AskAsync(kernel, streamed, Poison, way, "a");
            }

            var first = (ScriptedChatClient)
                kernel.Services.GetRequiredKeyedService<IChatClient>("first");
            var asked = first.Model.Requests;
            if (harm is not "silent" || streamed)
            {
                // Plain silence lasts for longer than the minute that failures count for.
                asked.ShouldBeLessThan(10, $"{way}: what fails again and again goes elsewhere");
            }

            kernel.Router().Health.Of("first").State.ShouldBe(DeploymentState.Available);
            (await AskAsync(kernel, streamed, "an innocent question", way, "b")).ShouldBe(
                "from the first",
                way
            );
        }
    }

    [Theory]
    [InlineData("key")]
    [InlineData("tenant")]
    [InlineData("run")]
    [InlineData("nothing")]
    public async Task Call_FailsForTwoCallers_IsSentElsewhereForAll(string way)
    {
        var kernel = Build("500");
        _down = true;
        for (var call = 0; call < 6; call++)
        {
            var caller = Name(call % 3);
            await AskAsync(kernel, streamed: false, "question " + caller, way, caller);
        }

        kernel.Router().Health.Of("first").State.ShouldBe(DeploymentState.CircuitOpen);
        _down = false;
        (await AskAsync(kernel, streamed: false, "innocent", way, "b")).ShouldBe("from the second");
    }

    [Fact]
    public async Task Call_OneCallerFailsAndAnotherWasUnlucky_StaysForAll()
    {
        var kernel = Build("500");
        for (var call = 0; call < 8; call++)
        {
            await AskAsync(kernel, streamed: false, Poison, "key", "a");
            await AskAsync(kernel, streamed: false, "innocent", "key", "b");
        }

        _down = true;
        await AskAsync(kernel, streamed: false, "innocent", "key", "b");
        _down = false;

        kernel.Router().Health.Of("first").State.ShouldBe(DeploymentState.Available);
        (await AskAsync(kernel, streamed: false, "innocent", "key", "b")).ShouldBe(
            "from the first"
        );
    }

    [Fact]
    public async Task Call_OneCallerOnlyAndItIsDown_IsSentElsewhereAndComesBack()
    {
        var kernel = Build("500");
        _down = true;
        for (var call = 0; call < 5; call++)
        {
            await AskAsync(kernel, streamed: false, "the only question", "key", "a");
        }

        var first = (ScriptedChatClient)
            kernel.Services.GetRequiredKeyedService<IChatClient>("first");
        var asked = first.Model.Requests;
        await AskAsync(kernel, streamed: false, "the only question", "key", "a");
        first.Model.Requests.ShouldBe(asked);

        await WaitAsync(16);
        await AskAsync(kernel, streamed: false, "the only question", "key", "a");
        first.Model.Requests.ShouldBe(asked + 1, "a probe of its own");
        await AskAsync(kernel, streamed: false, "the only question", "key", "a");
        first.Model.Requests.ShouldBe(asked + 1);

        _down = false;
        await WaitAsync(16);
        (await AskAsync(kernel, streamed: false, "the only question", "key", "a")).ShouldBe(
            "from the first"
        );
        (await AskAsync(kernel, streamed: true, "the only question", "key", "a")).ShouldBe(
            "from the first"
        );
    }

    [Fact]
    public async Task Call_OneCallerAloneWithOneDeployment_IsTriedNevertheless()
    {
        var only = new ScriptedModel((_, _) => _down ? Step("500") : ScriptedStep.Answer("back"));
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Role("agent", role => role.Prefer("only"));
            },
            ("only", new ScriptedChatClient(only))
        );
        _down = true;
        for (var call = 0; call < 8; call++)
        {
            await AskAsync(kernel, streamed: false, "hello", "key", "a");
        }

        _down = false;
        (await AskAsync(kernel, streamed: false, "hello", "key", "a")).ShouldBe("back");
    }

    [Fact]
    public void Count_AProbeFailsToo_IsEvidenceForAll()
    {
        var options = new DeploymentOptions();
        var health = new DeploymentHealth(options, _time);
        var pipeline = new DeploymentPipeline(options, health, _time);
        var caller = new OneCaller();
        var down = new Failure(FailureKind.ServerError, "down", null);
        for (var call = 0; call < 10; call++)
        {
            pipeline.Count(down, caller);
        }

        health.Read().State.ShouldBe(DeploymentState.Available);
        health.Read(caller: caller).State.ShouldBe(DeploymentState.CircuitOpen);

        pipeline.Count(down, caller: null, probe: true);

        health.Read().State.ShouldBe(DeploymentState.CircuitOpen);
    }

    [Theory]
    [InlineData(FailureKind.EmptyAnswer)]
    [InlineData(FailureKind.TimedOut)]
    [InlineData(FailureKind.Unexpected)]
    public void Count_CausedByTheRequest_IsNoEvidence(FailureKind kind)
    {
        var options = new DeploymentOptions();
        var health = new DeploymentHealth(options, _time);
        var pipeline = new DeploymentPipeline(options, health, _time);
        for (var call = 0; call < 20; call++)
        {
            pipeline.Count(
                new(kind, "its own", null) { IsCausedByTheRequest = true },
                caller: null
            );
        }

        health.Read().State.ShouldBe(DeploymentState.Available);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("stop field")]
    [InlineData("deadline")]
    [InlineData("stream deadline")]
    [InlineData("cannot be written")]
    public async Task Call_ManyCallersCauseItThemselves_NobodyIsSentElsewhere(string cause)
    {
        var streamed = cause is "stream deadline";
        var kernel = Build(
            cause switch
            {
                "stop" or "stop field" => "empty",
                "cannot be written" => "argument",
                _ => "silent",
            },
            role =>
                role.Options.RoundTripDeadline = cause.EndsWith(
                    "deadline",
                    StringComparison.Ordinal
                )
                    ? TimeSpan.FromSeconds(1)
                    : null
        );
        for (var call = 0; call < 12; call++)
        {
            await AskAsync(
                kernel,
                streamed,
                Poison,
                "key",
                Name(call),
                options =>
                {
                    options.StopSequences = cause is "stop" ? ["the"] : null;
                    if (cause is "stop field")
                    {
                        options.AdditionalProperties!["chat-completions.stop"] = "the";
                    }
                }
            );
        }

        (await AskAsync(kernel, streamed, "innocent", "key", "other")).ShouldBe("from the first");
    }

    [Fact]
    public async Task Call_ManyMoreCallersThanAreKept_StaysBounded()
    {
        var kernel = Build("500");
        for (var caller = 0; caller < 100; caller++)
        {
            for (var call = 0; call < 5; call++)
            {
                await AskAsync(kernel, streamed: false, "innocent", "key", "many");
            }

            for (var call = 0; call < 6; call++)
            {
                await AskAsync(kernel, streamed: false, Poison, "key", Name(caller));
            }
        }

        (await AskAsync(kernel, streamed: false, "innocent", "key", "many")).ShouldNotBeNull();
    }

    private static string Name(int caller) => caller.ToString(CultureInfo.InvariantCulture);

    private async Task<string> AskAsync(
        Kernel kernel,
        bool streamed,
        string prompt,
        string way,
        string caller,
        Action<ChatOptions>? configure = null
    )
    {
        var options = new ChatOptions { AdditionalProperties = [] };
        if (way is not "nothing")
        {
            var (name, value) = way switch
            {
                "key" => (CarrierKeys.Tags, $"{ApiKey.Tag}={caller}"),
                "tenant" => (CarrierKeys.Tenant, caller),
                _ => (CarrierKeys.Run, caller),
            };
            options.AdditionalProperties[name] = value;
        }

        configure?.Invoke(options);
        return await _time.RunAsync(async () =>
        {
            try
            {
                var answer = streamed
                    ? await kernel
                        .Router()
                        .GetStreamingResponseAsync(prompt, options)
                        .ToChatResponseAsync()
                    : await kernel.Router().GetResponseAsync(prompt, options);
                return answer.Text;
            }
            catch (RouterException exception)
            {
                return exception.Code.ToString();
            }
            catch (NotSupportedException)
            {
                return "the app's own";
            }
        });
    }

    private Task<bool> WaitAsync(double seconds) =>
        _time.RunAsync(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), _time);
            return true;
        });

    private Kernel Build(string harm, Action<RoleBuilder>? configure = null) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Role(
                    "agent",
                    role =>
                    {
                        role.Prefer("first").FallBackTo("second");
                        configure?.Invoke(role);
                    }
                );
            },
            (
                "first",
                new ScriptedChatClient(
                    new ScriptedModel(
                        (messages, _) =>
                            _down || messages[^1].Text == Poison
                                ? Step(harm)
                                : ScriptedStep.Answer("from the first")
                    )
                )
            ),
            ("second", new ScriptedChatClient(_second))
        );

    private static ScriptedStep Step(string harm) =>
        harm switch
        {
            "500" => ScriptedStep.Throw(
                new HttpRequestException("down", null, HttpStatusCode.InternalServerError)
            ),
            "reset" => ScriptedStep.Throw(new HttpRequestException("connection reset")),
            "cut" => ScriptedStep.Throw(new IOException("cut")),
            "empty" => new(),
            "malformed" => ScriptedStep.Call("Look") with { CutArguments = true },
            "unexpected" => ScriptedStep.Throw(new InvalidOperationException("odd")),
            "argument" => ScriptedStep.Throw(new NotSupportedException("a lone surrogate")),
            _ => new() { Text = "late", Silent = true },
        };

    private sealed class OneCaller : ICaller
    {
        public string? Known => "a";

        public string Name => "a";
    }
}
