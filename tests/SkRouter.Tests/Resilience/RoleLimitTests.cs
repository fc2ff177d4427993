using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>What a role says of its attempts goes before what their deployments say.</summary>
public sealed class RoleLimitTests
{
    private static readonly ScriptedStep Silent = ScriptedStep.Answer("late") with
    {
        Silent = true,
    };

    private readonly VirtualTimeProvider _time = new();
    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task Answer_RoleIsLessPatient_GoesOnWhenTheRoleSays(bool streamed, int pieces)
    {
        var kernel = Build(
            new ScriptedChatClient(Silent with { PiecesBeforeFault = pieces }),
            role =>
            {
                role.Options.TimeToFirstToken = TimeSpan.FromSeconds(pieces == 0 ? 3 : 10);
                role.Options.Stall = TimeSpan.FromSeconds(3);
                role.Options.Total = streamed ? null : TimeSpan.FromSeconds(3);
                role.CommitOn(SkRouter.Resilience.CommitOn.Completion);
            }
        );

        var (answer, took) = await AskAsync(kernel, streamed, TimeSpan.FromSeconds(4));

        answer.ShouldBe("from the second");
        took.ShouldBeInRange(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_RoleIsMorePatient_WaitsForTheFirst(bool streamed)
    {
        using var slow = new SlowClient(_time, TimeSpan.FromSeconds(150));
        var kernel = Build(
            slow,
            role =>
            {
                role.Options.TimeToFirstToken = TimeSpan.FromSeconds(160);
                role.Options.Total = TimeSpan.FromSeconds(170);
            }
        );

        var (answer, took) = await AskAsync(kernel, streamed, TimeSpan.FromSeconds(151));

        answer.ShouldBe("from the first");
        took.ShouldBeInRange(TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(151));
    }

    private async Task<(string Answer, TimeSpan Took)> AskAsync(
        Kernel kernel,
        bool streamed,
        TimeSpan atMost
    )
    {
        var begin = _time.GetTimestamp();
        var answer = await _time.RunAsync(
            () =>
                streamed
                    ? kernel.Router().GetStreamingResponseAsync("hello").ToChatResponseAsync()
                    : kernel.Router().GetResponseAsync("hello"),
            atMost
        );
        return (answer.Text, _time.GetElapsedTime(begin));
    }

    private Kernel Build(
        IChatClient first,
        Action<RoleBuilder> role,
        Action<DeploymentOptions>? deployment = null
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Deployment("first", first => deployment?.Invoke(first.Options));
                router.Role("agent", agent => role(agent.Prefer("first").FallBackTo("second")));
            },
            ("first", first),
            ("second", new ScriptedChatClient(_second))
        );

    private sealed class SlowClient(TimeProvider time, TimeSpan delay)
        : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("from the first")))
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            await Task.Delay(delay, time, cancellationToken);
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await Task.Delay(delay, time, cancellationToken);
            await foreach (
                var update in base.GetStreamingResponseAsync(messages, options, cancellationToken)
            )
            {
                yield return update;
            }
        }
    }
}
