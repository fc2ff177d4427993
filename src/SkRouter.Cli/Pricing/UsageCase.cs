using System.Globalization;
using System.Text.Json;

namespace SkRouter.Cli.Pricing;

/// <summary>One line of a file of usage cases: a real body, and the usage and prices that should follow from it.</summary>
internal sealed record UsageCase(
    int Line,
    string Provider,
    string Flavor,
    string Model,
    JsonElement Body,
    IReadOnlyDictionary<string, long> Usage,
    decimal InputUsd,
    decimal OutputUsd
)
{
    /// <exception cref="FormatException">The line is no case; the message names the line.</exception>
    public static UsageCase Parse(string text, int line)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            return new(
                line,
                json.GetProperty("provider").GetString()!,
                json.GetProperty("api_flavor").GetString()!,
                json.GetProperty("model").GetString()!,
                json.GetProperty("body").Clone(),
                json.GetProperty("expected_usage")
                    .EnumerateObject()
                    .Where(count => count.Value.GetInt64() != 0)
                    .ToDictionary(
                        count => count.Name,
                        count => count.Value.GetInt64(),
                        StringComparer.Ordinal
                    ),
                Money(json.GetProperty("expected_input_price_usd")),
                Money(json.GetProperty("expected_output_price_usd"))
            );
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(
                FormattableString.Invariant($"line {line} is no usage case: {exception.Message}"),
                exception
            );
        }
    }

    private static decimal Money(JsonElement json) =>
        decimal.Parse(
            json.ValueKind is JsonValueKind.String ? json.GetString()! : json.GetRawText(),
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );
}
