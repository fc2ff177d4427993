using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Balancing;
using SkRouter.Conversion;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.TestKit;
using static System.FormattableString;
using AI = Microsoft.Extensions.AI;

namespace SkRouter.Tests.Escalation;

/// <summary>A role with a weak and a strong model whose runs take three round trips. The weak one fails in runs whose tools report errors.</summary>
internal sealed class EscalationKit
{
    private int _runs;

    public EscalationKit(Action<RouterBuilder>? router = null, double within = 0.75)
    {
        Kernel = RouterKit.Kernel(
            builder =>
            {
                builder.Role(
                    "worker",
                    role => role.Prefer("weak", "strong").EscalateWithin(within)
                );
                builder.Deployment("weak", weak => weak.Price(input: 1, output: 1));
                builder.Deployment("strong", strong => strong.Price(input: 10, output: 50));
                builder.Services.AddSingleton(new RandomSource(seed: 5));
                router?.Invoke(builder);
            },
            ("weak", new ScriptedChatClient(ScriptedStep.Answer("ok"))),
            ("strong", new ScriptedChatClient(ScriptedStep.Answer("ok")))
        );
    }

    public Kernel Kernel { get; }

    public ModelRouter Router => Kernel.Router();

    /// <summary>Makes a run and reports what became of it.</summary>
    /// <returns>Its records.</returns>
    public async Task<IReadOnlyList<DecisionRecord>> RunAsync(
        bool fails,
        bool streamed = false,
        bool asKernel = false,
        bool report = true,
        bool end = false
    )
    {
        var run = Invariant($"run {++_runs}");
        using var scope = RoutingScope.Begin(run: run);
        List<ChatMessage> conversation = [new(ChatRole.User, "How many orders are late?")];
        for (var step = 0; step < 3; step++)
        {
            await AskAsync(conversation, streamed, asKernel);
            if (step == 0 || !end)
            {
                AddCall(conversation, step, fails && !end);
            }
            else if (fails && step == 2)
            {
                Router.RunOutcomes.ReportCheck(run, 0);
            }
        }

        var records = (await Kernel.RecordsAsync()).Where(record => record.Run == run).ToList();
        if (report)
        {
            var succeeds = !fails || records[^1].Deployment == "strong";
            Router.RunOutcomes.Report(run, succeeds ? 1 : 0).ShouldBeTrue();
        }

        return records;
    }

    /// <summary>Makes runs of which every third fails.</summary>
    public async Task LearnAsync(int runs, bool streamed = false, bool asKernel = false)
    {
        for (var i = 0; i < runs; i++)
        {
            await RunAsync(fails: i % 3 == 0, streamed, asKernel);
        }
    }

    private async Task AskAsync(List<ChatMessage> conversation, bool streamed, bool asKernel)
    {
        var history = ToHistory.Convert(conversation, null);
        if (asKernel && streamed)
        {
            await foreach (var _ in Router.GetStreamingChatMessageContentsAsync(history)) { }
        }
        else if (asKernel)
        {
            await Router.GetChatMessageContentsAsync(history);
        }
        else if (streamed)
        {
            await foreach (var _ in Router.GetStreamingResponseAsync(conversation)) { }
        }
        else
        {
            await Router.GetResponseAsync(conversation);
        }
    }

    private static void AddCall(List<ChatMessage> conversation, int step, bool fails)
    {
        var id = Invariant($"call{step}");
        conversation.Add(
            new(
                ChatRole.Assistant,
                [
                    new AI.FunctionCallContent(
                        id,
                        "query",
                        new Dictionary<string, object?> { ["sql"] = Invariant($"SELECT {step}") }
                    ),
                ]
            )
        );
        conversation.Add(
            new(
                ChatRole.Tool,
                [new AI.FunctionResultContent(id, fails ? "error: no such table" : "[12 rows]")]
            )
        );
    }
}
