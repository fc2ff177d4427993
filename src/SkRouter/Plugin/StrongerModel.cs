using SkRouter.DependencyInjection;
using SkRouter.Loops;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>Lets an agent say that it is out of its depth.</summary>
internal static class StrongerModel
{
    private const string Schema = """
        {"type":"object","properties":{"reason":{"type":"string","description":"Why the present model is not enough."}},"required":["reason"]}
        """;

    public static RouterTool Tool(
        RunHistories runs,
        SkRouterOptions options,
        IReadOnlyList<ICallerSource> sources
    ) =>
        new(
            "request_stronger_model",
            "Asks for a stronger model for your next steps. Use it when the task is too hard as it stands; it can be used only a few times in a run.",
            Schema,
            (arguments, _) =>
                ValueTask.FromResult(
                    Request(
                        runs,
                        options,
                        ToolCaller.Find(sources),
                        RouterTool.Text(arguments, "reason")
                    )
                )
        );

    private static string Request(
        RunHistories runs,
        SkRouterOptions options,
        ToolCaller caller,
        string reason
    )
    {
        if (caller is not { Run: { } run, Agent: { } agent })
        {
            return UnknownRun.Text;
        }

        var granted = runs.Of(run)
            .RequestStronger(
                agent,
                reason,
                options.StrongerModelRequests,
                options.StrongerModelRoundTrips
            );
        return granted
            ? FormattableString.Invariant(
                $"Granted: your next {options.StrongerModelRoundTrips} steps go to a stronger model, if your role has one."
            )
            : FormattableString.Invariant(
                $"Refused: this run has used up its {options.StrongerModelRequests} requests. Go on with what you have."
            );
    }
}
