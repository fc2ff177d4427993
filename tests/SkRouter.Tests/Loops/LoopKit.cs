using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;
using SkRouter.DependencyInjection;
using SkRouter.Loops;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Loops;

/// <summary>A router with two models whose role may climb the whole ladder.</summary>
internal sealed class LoopKit
{
    public LoopKit(
        Action<RoleBuilder>? role = null,
        Action<RouterBuilder>? router = null,
        ScriptedModel? weak = null,
        ScriptedModel? strong = null
    )
    {
        Strong = strong ?? new(ScriptedStep.Answer("ok"));
        Weak = weak ?? new(ScriptedStep.Answer("ok"));
        Kernel = RouterKit.Kernel(
            builder =>
            {
                builder.Role(
                    "worker",
                    worker =>
                    {
                        worker.Prefer("weak", "strong").OnLoop(LoopStep.Stop);
                        role?.Invoke(worker);
                    }
                );
                builder.Deployment("strong", strong => strong.Price(input: 10, output: 50));
                router?.Invoke(builder);
            },
            ("weak", new ScriptedChatClient(Weak)),
            ("strong", new ScriptedChatClient(Strong))
        );
    }

    public Kernel Kernel { get; }

    public ScriptedModel Weak { get; }

    public ScriptedModel Strong { get; }

    /// <summary>The step at each request of a script, in one letter each: - O S E B !</summary>
    public async Task<string> StepsAsync(string script, string face)
    {
        var steps = "";
        foreach (var request in LoopScript.Requests(script))
        {
            steps += Letter(await AskAsync(request, face));
        }

        return steps;
    }

    public async Task<LoopSighting?> AskAsync(
        IReadOnlyList<ChatMessage> messages,
        string face,
        ChatOptions? options = null
    )
    {
        var before = (await Kernel.RecordsAsync()).Count;
        try
        {
            if (face == "kernel")
            {
                await Kernel
                    .Router()
                    .GetChatMessageContentsAsync(ToHistory.Convert(messages, null));
            }
            else
            {
                await Kernel.Router().GetResponseAsync(messages, options);
            }
        }
        catch (RouterException exception) when (exception.Code is RouterErrorCode.LoopDetected)
        {
            // On the record like everything else.
        }

        var records = await Kernel.RecordsAsync();
        records.Count.ShouldBe(before + 1);
        return records[^1].Loop;
    }

    public static char Letter(LoopSighting? loop) => loop is null ? '-' : "-OSEB!"[(int)loop.Step];
}
