using SkRouter.Escalation;

namespace SkRouter.Tests.Escalation;

public sealed class RoleEscalationTests
{
    private readonly Random _random = new(7);

    [Fact]
    public void PlanFor_OutcomesAreNoise_GainsNothingAndStaysWithinTheBudget()
    {
        var role = new RoleEscalation(0.5);
        var (cost, strong) = (0.0, 0.0);
        for (var i = 0; i < 400; i++)
        {
            var errors = _random.Next(3);
            var switched = Learn(role, errors, succeeds: _random.Next(2) == 0);
            if (i >= 100)
            {
                strong += 10;
                cost += switched switch
                {
                    null => 2,
                    int point => 10 + point,
                };
            }
        }

        (cost / strong).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void PlanFor_SignalForetellsFailure_GivesThoseRunsUp()
    {
        var role = new RoleEscalation(0.75);
        for (var i = 0; i < 100; i++)
        {
            Learn(role, errors: i % 3, succeeds: i % 3 == 0);
        }

        var plan = role.PlanFor("weak");
        plan.SwitchAt(Chances(role, errors: 2)).ShouldNotBeNull();
        plan.SwitchAt(Chances(role, errors: 0)).ShouldBeNull();
    }

    [Fact]
    public void PlanFor_WorkChanges_IsLearnedAnew()
    {
        var role = new RoleEscalation(0.75);
        for (var i = 0; i < 150; i++)
        {
            Learn(role, errors: i % 2, succeeds: i % 2 == 0);
        }

        Chances(role, errors: 1)[^1].ShouldBeLessThan(0.2f);
        // From now on errors mean nothing.
        for (var i = 0; i < 600; i++)
        {
            Learn(role, errors: i % 2, succeeds: true);
        }

        Chances(role, errors: 1)[^1].ShouldBeGreaterThan(0.5f);
    }

    [Fact]
    public void Save_Loaded_DecidesAlike()
    {
        var role = new RoleEscalation(0.75);
        for (var i = 0; i < 60; i++)
        {
            Learn(role, errors: i % 3, succeeds: i % 3 == 0);
        }

        var restored = new RoleEscalation(0.75);
        restored.Load(role.Save());

        restored.Runs.ShouldBe(60);
        foreach (var errors in new[] { 0, 1, 2 })
        {
            var (before, after) = (Chances(role, errors), Chances(restored, errors));
            for (var i = 0; i < before.Length; i++)
            {
                after[i].ShouldBe(before[i], 1e-3f);
            }
        }

        restored.PlanFor("weak").SwitchAt(Chances(restored, 2)).ShouldNotBeNull();
        restored.PlanFor("weak").SwitchAt(Chances(restored, 0)).ShouldBeNull();
    }

    [Fact]
    public void Load_AnyByteIsMissingOrTheVersionIsAnother_SaysSo()
    {
        var role = new RoleEscalation(0.75);
        Learn(role, 1, true);
        var state = role.Save();

        Should.Throw<InvalidDataException>(() => new RoleEscalation(0.75).Load([]));
        Should.Throw<InvalidDataException>(() => new RoleEscalation(0.75).Load(state[..^1]));
        Should.Throw<InvalidDataException>(() => new RoleEscalation(0.75).Load([9, .. state[1..]]));
    }

    /// <returns>The number of round trips after which the run was given up; null if it was not.</returns>
    private int? Learn(RoleEscalation role, int errors, bool succeeds)
    {
        var points = Points(errors);
        var chances = Chances(role, errors);
        var point =
            _random.NextDouble() < role.Exploration ? null : role.PlanFor("weak").SwitchAt(chances);
        var past = new PastRun
        {
            Model = "weak",
            Chances = chances,
            CostUsd = [0, 1, 2],
            Success = succeeds ? 1 : 0,
            StrongCostUsd = 10,
        };
        if (point is { } at)
        {
            role.Learn(
                points[..at],
                past with
                {
                    Chances = chances[..at],
                    CostUsd = past.CostUsd[..(at + 1)],
                    Success = chances[at - 1],
                    StrongSuccess = 1,
                },
                isKnown: false
            );
        }
        else
        {
            role.Learn(points, past, isKnown: true);
        }

        return point;
    }

    private static float[] Chances(RoleEscalation role, int errors) =>
        [.. Points(errors).Select(point => (float)role.Chance(point))];

    private static RunPoint[] Points(int errors) =>
        [RunPoint.Of(Signals(1, errors)), RunPoint.Of(Signals(2, errors) with { IsEnd = true })];

    private static RunSignals Signals(int roundTrips, int errors) =>
        new()
        {
            Model = "weak",
            RoundTrips = roundTrips,
            ToolCalls = 2,
            ToolErrors = errors,
            LastToolFailed = errors > 0,
            LastTool = "query",
            LastIsTool = true,
            LastText = "rows",
        };
}
