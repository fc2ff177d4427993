using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Resilience;
using SkRouter.Spend;
using SkRouter.TestKit;

namespace SkRouter.Tests.Spend;

/// <summary>What is saved against always the strongest model, less what failed attempts cost.</summary>
public sealed class SavedTests
{
    // 100 tokens in and 10 out at 1 and 10, at 2 and 20 USD a million.
    private const decimal Cheap = 0.0002m;
    private const decimal Strong = 0.0004m;

    [Fact]
    public async Task Sum_AnswerOfTheCheapOne_SavesTheDifference() =>
        (await SavedAsync(ScriptedStep.Answer("yes"))).ShouldBe(Strong - Cheap);

    [Fact]
    public async Task Sum_FailedAttemptBeforeTheAnswer_IsSubtracted() =>
        (await SavedAsync(ScriptedStep.Answer(""), ScriptedStep.Answer("yes"))).ShouldBe(
            Strong - (2 * Cheap)
        );

    [Fact]
    public async Task Sum_NothingCameOfIt_LosesWhatItCost() =>
        (await SavedAsync(ScriptedStep.Answer(""))).ShouldBe(-Cheap - Strong);

    private static async Task<decimal> SavedAsync(params ScriptedStep[] steps)
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                foreach (var key in (string[])["cheap", "other", "strong"])
                {
                    router.Deployment(key, deployment => deployment.Options.Retries = 0);
                }

                router.Deployment("strong", deployment => deployment.Price(2, 20));
                router.Role("asker", role => role.Prefer("cheap").FallBackTo("other", "strong"));
            },
            ("cheap", new ScriptedChatClient(new ScriptedModel(steps[0]))),
            (
                "other",
                new ScriptedChatClient(
                    new ScriptedModel(
                        steps.Length > 1
                            ? steps[1]
                            : ScriptedStep.Throw(
                                new HttpOperationException(
                                    System.Net.HttpStatusCode.BadGateway,
                                    "",
                                    "down",
                                    null
                                )
                            )
                    )
                )
            ),
            ("strong", new ScriptedChatClient(new ScriptedModel(steps[0])))
        );
        IChatClient client = kernel.Router().ForRole("asker");
        try
        {
            await client.GetResponseAsync("hello");
        }
        catch (RouterException) when (steps is [{ Text: "" }])
        {
            // All of them failed; two of them had consumed tokens.
        }

        var report = kernel.GetRequiredService<ISpendReport>();
        return (await report.SumAsync(new())).ShouldHaveSingleItem().SavedUsd;
    }
}
