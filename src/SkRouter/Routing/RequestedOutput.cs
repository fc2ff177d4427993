using System.Globalization;
using System.Text.Json;

namespace SkRouter.Routing;

/// <summary>The most output a call allows.</summary>
internal static class RequestedOutput
{
    private static readonly string[] Names = ["max_tokens", "max_completion_tokens"];

    /// <returns>Tokens, or 0 if the call does not say.</returns>
    public static long Of(ModelRequest request)
    {
        if (!request.IsSemanticKernel)
        {
            return request.Options?.MaxOutputTokens ?? 0;
        }

        if (request.Settings?.ExtensionData is not { } data)
        {
            return 0;
        }

        foreach (var name in Names)
        {
            if (data.TryGetValue(name, out var value) && Number(value) is { } tokens)
            {
                return tokens;
            }
        }

        return 0;
    }

    private static long? Number(object? value) =>
        value switch
        {
            JsonElement { ValueKind: JsonValueKind.Number } element
                when element.TryGetInt64(out var number) => number,
            IConvertible convertible
                when long.TryParse(
                    convertible.ToString(CultureInfo.InvariantCulture),
                    NumberStyles.Integer,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            _ => null,
        };
}
