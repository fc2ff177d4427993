using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace SkRouter.Spend;

/// <summary>What an answer says beside its content that belongs on the record. The names are those of SkRouter.Connectors.</summary>
/// <param name="BilledUsd">What the provider says it billed, in USD.</param>
/// <param name="Dropped">What the request had to leave out because the provider does not have it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AnswerRemarks(decimal? BilledUsd, IReadOnlyList<string>? Dropped)
{
    private const string BilledCost = "skrouter.billed_cost";
    private const string LeftOut = "skrouter.dropped";

    public static AnswerRemarks Read(AdditionalPropertiesDictionary? properties) =>
        properties is null
            ? default
            : new(
                properties.TryGetValue(BilledCost, out var billed) ? Amount(billed) : null,
                properties.TryGetValue(LeftOut, out var dropped)
                    ? dropped as IReadOnlyList<string>
                    : null
            );

    /// <summary>A stream says each of them once, on any of its pieces.</summary>
    public AnswerRemarks With(AnswerRemarks later) =>
        new(later.BilledUsd ?? BilledUsd, later.Dropped ?? Dropped);

    private static decimal? Amount(object? value)
    {
        try
        {
            var amount = value is IConvertible number
                ? number.ToDecimal(CultureInfo.InvariantCulture)
                : -1;
            return amount < 0 ? null : amount;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // What is no amount is no bill.
            return null;
        }
    }
}
