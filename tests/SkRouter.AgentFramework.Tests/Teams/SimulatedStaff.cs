using SkRouter.Simulator.Scripting;

namespace SkRouter.AgentFramework.Tests.Teams;

/// <summary>The same as <see cref="Staff"/>, played over HTTP: each charges once, gives tasks, hands over or reviews if that is offered, and reports.</summary>
internal static class SimulatedStaff
{
    private static readonly string[] Names = ["cashier", "clerk", "auditor"];

    public static ModelBuilder Of(ModelBuilder model)
    {
        foreach (var name in Names)
        {
            model.When(
                new()
                {
                    System = $"You are {name}",
                    Predicate = request =>
                        !Said(request.Conversation, $"charged {name}", $"{name} is done"),
                },
                Answer.Call("Charge", $$"""{"order":"{{name}}"}""")
            );
            foreach (var other in Names)
            {
                model.When(
                    new()
                    {
                        System = $"You are {name}",
                        Tool = $"ask_{other}",
                        Predicate = request => !Said(request.Conversation, $"{other} is done"),
                    },
                    Answer.Call($"ask_{other}", $$"""{"task":"be the {{other}}"}""")
                );
            }
        }

        return model
            .When(
                new()
                {
                    System = "You are auditor",
                    Tool = "ask_pair",
                    Predicate = static request => !Said(request.Conversation, "clerk is done"),
                },
                Answer.Call("ask_pair", """{"task":"be the pair"}""")
            )
            .When(
                new() { System = "You are cashier", Tool = "handoff_to_1" },
                Answer.Call("handoff_to_1") with
                {
                    Text = "cashier is done",
                }
            )
            .When(
                new() { System = "You are auditor", Conversation = "Verdict: send back" },
                Answer.Say("auditor is done\nVerdict: approve")
            )
            .When(
                new() { System = "You are auditor" },
                Answer.Say("auditor is done\nVerdict: send back")
            )
            .When(new() { System = "You are cashier" }, Answer.Say("cashier is done"))
            .When(new() { System = "You are clerk" }, Answer.Say("clerk is done"));
    }

    private static bool Said(string text, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (text.Contains(phrase, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
