using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace SkRouter.Spend;

/// <summary>What an answer says beside its content that belongs on the record. The names are those of SkRouter.Connectors.</summary>
/// <param name="BilledUsd">What the provider says it billed, in USD.</param>
/// <param name="Dropped">What the request had to leave out because the provider does not have it.</param>
/// <param name="Tier">The service tier that served it, in the provider's word.</param>
/// <param name="Region">Where inference ran, in the provider's word.</param>
/// <param name="OtherModels">What other models consumed on its behalf.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AnswerRemarks(
    decimal? BilledUsd,
    IReadOnlyList<string>? Dropped,
    string? Tier = null,
    string? Region = null,
    IReadOnlyDictionary<string, UsageDetails>? OtherModels = null
)
{
    private const string BilledCost = "skrouter.billed_cost";
    private const string Upstream = "skrouter.upstream_cost";
    private const string LeftOut = "skrouter.dropped";
    private const string ServiceTier = "skrouter.service_tier";
    private const string InferenceRegion = "skrouter.inference_region";
    private const string Others = "skrouter.other_models";

    /// <summary>The terms that the price depends on.</summary>
    public ServiceTerms Terms => ServiceTerms.Of(Tier, Region);

    public static AnswerRemarks Read(AdditionalPropertiesDictionary? properties) =>
        properties is null
            ? default
            : new(
                Amount(properties.GetValueOrDefault(BilledCost))
                    + (Amount(properties.GetValueOrDefault(Upstream)) ?? 0),
                properties.GetValueOrDefault(LeftOut) as IReadOnlyList<string>,
                properties.GetValueOrDefault(ServiceTier) as string,
                properties.GetValueOrDefault(InferenceRegion) as string,
                properties.GetValueOrDefault(Others) as IReadOnlyDictionary<string, UsageDetails>
            );

    /// <summary>A stream says each of them once, on any of its pieces.</summary>
    public AnswerRemarks With(AnswerRemarks later) =>
        new(
            later.BilledUsd ?? BilledUsd,
            later.Dropped ?? Dropped,
            later.Tier ?? Tier,
            later.Region ?? Region,
            later.OtherModels ?? OtherModels
        );

    /// <summary>What other models consumed, in the normal form.</summary>
    public IReadOnlyDictionary<string, TokenUsage>? ReadOtherModels()
    {
        if (OtherModels is not { Count: > 0 } others)
        {
            return null;
        }

        var read = new Dictionary<string, TokenUsage>(StringComparer.Ordinal);
        foreach (var (model, details) in others)
        {
            if (UsageReader.Read(details) is { } usage)
            {
                read[model] = usage;
            }
        }

        return read;
    }

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
            // Ignores billed amounts that are not valid numbers.
            return null;
        }
    }
}
