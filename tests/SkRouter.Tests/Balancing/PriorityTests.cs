using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.Balancing;

/// <summary>Three roles share a deployment that takes so much a minute.</summary>
public sealed class PriorityTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(15, "shared", "shared", "shared")]
    [InlineData(16, "other", "shared", "shared")]
    [InlineData(17, "other", "shared", "shared")]
    [InlineData(18, "other", "other", "shared")]
    public async Task Answer_RequestsAMinuteAreShort_LesserRolesMakeDoWithOthersFirst(
        int used,
        string scribe,
        string coder,
        string chief
    )
    {
        foreach (
            var (role, expected) in new[] { ("scribe", scribe), ("coder", coder), ("chief", chief) }
        )
        {
            var kernel = Kernel(deployment => deployment.RequestsPerMinute = 20);
            await AskAsync(kernel, "chief", used);

            (await AskAsync(kernel, role)).ShouldBe(expected, role);
        }
    }

    [Fact]
    public async Task Answer_TokensAMinuteAreShort_LesserRoleGoesElsewhereUntilTheyAreNot()
    {
        var kernel = Kernel(deployment => deployment.TokensPerMinute = 1_000);
        await AskAsync(kernel, "chief", 8);

        (await AskAsync(kernel, "scribe")).ShouldBe("other");

        _time.Advance(TimeSpan.FromMinutes(2));
        (await AskAsync(kernel, "scribe")).ShouldBe("shared");
    }

    [Fact]
    public async Task Answer_NobodyElseIsLeft_LesserRoleIsServedAllTheSame()
    {
        var kernel = Kernel(
            deployment => deployment.RequestsPerMinute = 10,
            new(ScriptedStep.Throw(new IOException("cut")))
        );
        await AskAsync(kernel, "chief", 9);

        (await AskAsync(kernel, "scribe")).ShouldBe("shared");
    }

    [Fact]
    public async Task Answer_AllRolesAreOfOnePriority_UseTheLimitUp()
    {
        var kernel = Kernel(deployment => deployment.RequestsPerMinute = 10, priorities: 0);
        await AskAsync(kernel, "scribe", 9);

        (await AskAsync(kernel, "scribe")).ShouldBe("shared");
    }

    private static async Task<string?> AskAsync(Kernel kernel, string role, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await ((IChatClient)kernel.Router().ForRole(role)).GetResponseAsync("go");
        }

        return (await kernel.RecordsAsync())[^1].Deployment;
    }

    private Kernel Kernel(
        Action<DeploymentOptions> limit,
        ScriptedModel? other = null,
        int priorities = 1
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Deployment("shared", deployment => limit(deployment.Options));
                router.Deployment("other", deployment => deployment.Options.Retries = 0);
                foreach (
                    var (role, priority) in new[] { ("scribe", -1), ("coder", 0), ("chief", 1) }
                )
                {
                    router.Role(
                        role,
                        options => options.Prefer("shared", "other").Priority(priority * priorities)
                    );
                }
            },
            ("shared", new ScriptedChatClient(new ScriptedModel(ScriptedStep.Answer("yes")))),
            (
                "other",
                new ScriptedChatClient(other ?? new ScriptedModel(ScriptedStep.Answer("yes")))
            )
        );
}
