using System.Text.Json;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Recorded refusals, whole or in the middle of a stream.</summary>
internal static class RecordedErrors
{
    /// <summary>Connectors may shorten what a provider said, but not below this.</summary>
    private const int Quoted = 900;

    public static bool IsIn(RecordedExchange exchange) => ErrorOf(exchange) is not null;

    public static IEnumerable<string> Differences(
        RecordedExchange exchange,
        ProviderException thrown
    )
    {
        var error = ErrorOf(exchange)!.Value;
        var status = exchange.Status >= 400 ? exchange.Status : (int?)error.Long("code");
        if (status is not null && (int?)thrown.StatusCode != status)
        {
            yield return $"error status: recorded {status}, thrown {(int?)thrown.StatusCode}";
        }
        if (
            error.String("message") is { } message
            && thrown.Detail?.StartsWith(
                message[..Math.Min(Quoted, message.Length)],
                StringComparison.Ordinal
            )
                is not true
        )
        {
            yield return $"error message: recorded {message}, thrown {thrown.Detail}";
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

    /// <summary>Not everyone wraps an error in <c>error</c>, and some answer with a page.</summary>
    private static JsonElement Whole(string body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            root = root.ValueKind == JsonValueKind.Array ? root[0] : root;
            return root.At("error") is { ValueKind: JsonValueKind.Object } error ? error : root;
        }
        catch (JsonException)
        {
            return JsonElement.Parse("{}");
        }
    }

    private static JsonElement? ErrorOf(RecordedExchange exchange)
    {
        if (exchange.Status >= 400)
        {
            return Whole(exchange.Body);
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
