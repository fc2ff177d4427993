using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SkRouter.Budgets;

namespace SkRouter.Tests.Budgets;

public sealed class RunPurseTests
{
    private const decimal Limit = 100;

    /// <summary>Each step: what is done, to which purse or hold, and how much.</summary>
    [Property(MaxTest = 300)]
    public Property AnyTreeOfRuns_NothingIsLostOrDoubledAndNoLimitIsPassed() =>
        Prop.ForAll(Gen.Choose(0, 99).Select(kind => (byte)kind).ArrayOf(180).ToArbitrary(), Play);

    private static bool Play(byte[] numbers)
    {
        var root = RunPurse.Open(null, Limit, OnExhausted.Refuse)!;
        var purses = new List<RunPurse> { root };
        var closed = new HashSet<RunPurse>();
        var holds = new List<(RunPurse Purse, decimal Usd)>();
        decimal paid = 0;
        for (var i = 0; i + 2 < numbers.Length; i += 3)
        {
            var purse = purses[numbers[i + 1] % purses.Count];
            decimal usd = numbers[i + 2] / 4m;
            switch (numbers[i])
            {
                case < 20 when !closed.Contains(purse):
                    if (RunPurse.Open(purse, usd < 5 ? null : usd, OnExhausted.Refuse) is { } part)
                    {
                        purses.Add(part);
                    }

                    break;
                case < 60 when !closed.Contains(purse):
                    if (purse.TryHold(usd, usd * 2) is { } held)
                    {
                        holds.Add((purse, held));
                    }

                    break;
                case < 85 when holds.Count > 0:
                    var (payer, most) = holds[numbers[i + 1] % holds.Count];
                    holds.RemoveAt(numbers[i + 1] % holds.Count);
                    if (numbers[i] < 65)
                    {
                        payer.Release(most);
                        break;
                    }

                    payer.Settle(most, most * numbers[i + 2] / 100);
                    paid += most * numbers[i + 2] / 100;
                    break;
                case >= 85 when purse != root:
                    closed.Add(purse);
                    purse.Close();
                    break;
            }

            root.SpentUsd.ShouldBe(paid);
            purses.ShouldAllBe(any =>
                any.LimitUsd == null
                || any.Standing!.Value.SpentUsd + any.Standing.Value.ReservedUsd <= any.LimitUsd
            );
        }

        foreach (var (purse, held) in holds)
        {
            purse.Release(held);
        }

        purses.Skip(1).ToList().ForEach(purse => purse.Close());
        root.RemainingUsd.ShouldBe(Limit - paid);
        return true;
    }
}
