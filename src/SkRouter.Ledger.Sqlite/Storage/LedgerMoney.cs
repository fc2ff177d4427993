using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>
/// An amount as three whole numbers: USD, 10^-9 USD and 10^-18 USD. SQLite adds whole numbers exactly, and each of the three can be added
/// thousands of millions of times before it is full.
/// </summary>
internal readonly record struct LedgerMoney(long Usd, long Nano, long Atto)
{
    private const decimal Billion = 1_000_000_000m;

    // What fits.
    private const decimal Most = 9_000_000_000_000_000_000m;

    public decimal Amount => Usd + (Nano / Billion) + (Atto / Billion / Billion);

    public static LedgerMoney Of(decimal usd)
    {
        var exact = Math.Round(Math.Clamp(usd, -Most, Most), SpendSum.Decimals);
        var whole = decimal.Truncate(exact);
        var rest = (exact - whole) * Billion;
        var nano = decimal.Truncate(rest);
        return new((long)whole, (long)nano, (long)((rest - nano) * Billion));
    }
}
