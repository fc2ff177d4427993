using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SkRouter.Agents.Teams;

namespace SkRouter.Agents.Tests;

public class SpeakingOrderTests
{
    private readonly SpeakingOrder _order = new();
    private readonly List<string> _shown = [];

    [Fact]
    public void Say_TwoAtOnce_TheSecondWaitsUntilTheFirstHasEnded()
    {
        Say("a", "b", "a", "b");

        _shown.ShouldBe(["a1", "a3"]);

        End("a");
        Say("b");

        _shown.ShouldBe(["a1", "a3", "b2", "b4", "b5"]);
    }

    [Fact]
    public void End_OfOneThatWaits_IsShownAsAWholeInItsTurn()
    {
        Say("a", "b", "c", "b");
        End("b");

        _shown.ShouldBe(["a1"]);

        End("a");
        Say("c");

        _shown.ShouldBe(["a1", "b2", "b4", "c3", "c5"]);
    }

    [Fact]
    public void Say_AgainAfterTheEnd_IsAnotherTurn()
    {
        Say("a");
        End("a");
        Say("b");
        End("b");
        Say("a");

        _shown.ShouldBe(["a1", "b2", "a3"]);
    }

    [Fact]
    public void End_OfOneThatSaidNothing_ChangesNothing()
    {
        Say("a");
        End("c");
        Say("a", "c");

        _shown.ShouldBe(["a1", "a2"]);
        _order.Rest().Select(update => update.Text).ShouldBe(["c3"]);
    }

    private int _said;

    private void Say(params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            Show(
                _order.Say(
                    member,
                    new(ChatRole.Assistant, FormattableString.Invariant($"{member}{++_said}"))
                )
            );
        }
    }

    private void End(string member) => Show(_order.End(member));

    private void Show(IReadOnlyList<AgentResponseUpdate> updates) =>
        _shown.AddRange(updates.Select(update => update.Text));
}
