using FsCheck.Xunit;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Tests;

public sealed class LedgerMoneyTests
{
    [Property]
    public bool Amount_OfAnyAmountUpToABillion_IsItToEighteenDecimals(int usd, long atto)
    {
        var amount = usd + (atto / 10_000_000_000_000_000_000m);

        return LedgerMoney.Of(amount).Amount == Math.Round(amount, 18);
    }

    [Property]
    public bool Amount_SummedPartByPart_IsTheSum(int[] parts)
    {
        var amounts = parts.Select(part => part / 7_000_003m).ToList();
        var sums = amounts
            .Select(LedgerMoney.Of)
            .Aggregate(
                default(LedgerMoney),
                (sum, one) => new(sum.Usd + one.Usd, sum.Nano + one.Nano, sum.Atto + one.Atto)
            );

        return sums.Amount == amounts.Sum(amount => Math.Round(amount, 18));
    }
}
