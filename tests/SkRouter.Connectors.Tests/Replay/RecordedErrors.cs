using System.Text.Json;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Recorded refusals, whole or in the middle of a stream.</summary>
internal static class RecordedErrors
{
    public static bool IsIn(RecordedExchange exchange) => ErrorOf(exchange) is not null;

    public static IEnumerable<string> Differences(
        RecordedExchange exchange,
        ProviderException thrown
    )
    {
        var error = ErrorOf(exchange)!.Value;
        var status = exchange.Status >= 400 ? exchange.Status : (int?)error.Long("code");
        if ((int?)thrown.StatusCode != status)
        {
            yield return $"error status: recorded {status}, thrown {(int?)thrown.StatusCode}";
        }
        if (
            thrown.Detail is null
            || !error
                .String("message")!
                .StartsWith(thrown.Detail.TrimEnd('…'), StringComparison.Ordinal)
        )
        {
            yield return $"error message: recorded {error.String("message")}, thrown {thrown.Detail}";
        }
        var code = error.At("code") is { } value
            ? value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : value.GetRawText()
            : null;
        if (code is not null && thrown.ErrorCode != code)
        {
            yield return $"error code: recorded {code}, thrown {thrown.ErrorCode}";
        }
    }

    private static JsonElement? ErrorOf(RecordedExchange exchange)
    {
        if (exchange.Status >= 400)
        {
            return JsonElement.Parse(exchange.Body).At("error");
        }
        return exchange.IsStream
                ? RecordedStream
                    .Events(exchange.Body)
                    .Select(data => data.At("error"))
                    .FirstOrDefault(error => error is { ValueKind: JsonValueKind.Object })
            : exchange.Response.String("status") == "failed" ? exchange.Response.At("error")
            : null;
    }
}
