using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>A refusal that only one provider would give: one other provider is asked, and no more than one.</summary>
public sealed class UnsupportedRequestTests
{
    private static readonly ScriptedStep Refuses = Refusal(
        400,
        """{"error":{"message":"Unsupported parameter: 'logit_bias'","code":"unsupported_parameter","param":"logit_bias"}}"""
    );

    private static readonly ScriptedStep RefusesToo = Refusal(
        422,
        """{"error":{"message":"unsupported parameter 'seed'"}}"""
    );

    private static readonly ScriptedStep Down = Refusal(503, "down");
    private static readonly ScriptedStep Answers = ScriptedStep.Answer("hello");

    private readonly List<string> _asked = [];

    public static TheoryData<string, string[], string[], string?> Table =>
        new()
        {
            { "another provider answers", ["a/m1:no", "b/m2:yes"], ["a/m1", "b/m2"], null },
            {
                "the same provider is passed over",
                ["a/m1:no", "a/m2:yes", "b/m3:yes"],
                ["a/m1", "b/m3"],
                null
            },
            {
                "the same model elsewhere is another provider",
                ["a/m1:no", "b/m1:yes"],
                ["a/m1", "b/m1"],
                null
            },
            {
                "the second refuses too",
                ["a/m1:no", "b/m2:no2", "c/m3:yes"],
                ["a/m1", "b/m2"],
                "logit_bias"
            },
            {
                "the second is down",
                ["a/m1:no", "b/m2:down", "c/m3:yes"],
                ["a/m1", "b/m2", "c/m3"],
                null
            },
            { "nobody else", ["a/m1:no", "a/m2:yes"], ["a/m1"], "logit_bias" },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Answer_UnsupportedRequest_AsksOneOtherProvider(
        string name,
        string[] candidates,
        string[] asked,
        string? error
    )
    {
        foreach (var streamed in new[] { false, true })
        {
            _asked.Clear();
            var thrown = await Record.ExceptionAsync(() => AskAsync(candidates, streamed));

            string.Join(", ", _asked).ShouldBe(string.Join(", ", asked), name);
            if (error is null)
            {
                thrown.ShouldBeNull(name);
                continue;
            }

            var exception = thrown.ShouldBeOfType<RouterException>(name);
            exception.Code.ShouldBe(RouterErrorCode.InvalidRequest);
            exception.Message.ShouldContain(error);
        }
    }

    private async Task AskAsync(string[] candidates, bool streamed)
    {
        var kernel = Build(candidates);
        if (streamed)
        {
            await kernel.Router().GetStreamingResponseAsync("hello").ToChatResponseAsync();
        }
        else
        {
            await kernel.Router().GetResponseAsync("hello");
        }
    }

    private Kernel Build(string[] candidates)
    {
        var models = candidates.Select(candidate => candidate.Split(':')).ToList();
        return RouterKit.Kernel(
            router =>
            {
                foreach (var model in models)
                {
                    router.Deployment(
                        model[0],
                        deployment =>
                        {
                            deployment.Options.Provider = model[0].Split('/')[0];
                            deployment.Options.Model = model[0].Split('/')[1];
                            deployment.Options.Retries = 0;
                        }
                    );
                }

                router.Role(
                    "agent",
                    role =>
                        role.Prefer(models[0][0])
                            .FallBackTo([.. models.Skip(1).Select(model => model[0])])
                );
            },
            [.. models.Select(model => (model[0], (object)Client(model[0], model[1])))]
        );
    }

    private ScriptedChatClient Client(string key, string behaviour) =>
        new(
            new ScriptedModel(
                (_, _) =>
                {
                    _asked.Add(key);
                    return behaviour switch
                    {
                        "no" => Refuses,
                        "no2" => RefusesToo,
                        "down" => Down,
                        _ => Answers,
                    };
                }
            )
        );

    private static ScriptedStep Refusal(int status, string body) =>
        ScriptedStep.Throw(new HttpRequestException(body, null, (HttpStatusCode)status));
}
