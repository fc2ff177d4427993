using System.Text.Json;

namespace SkRouter.Resilience.Refusals;

/// <summary>Message, code, type and parameter of an error, in whatever shape a provider sends it.</summary>
internal sealed record RefusalParts(string? Message, string? Code, string? Type, string? Parameter)
{
    public static readonly RefusalParts None = new(null, null, null, null);

    private static readonly string[] Wrappers =
    [
        "error",
        "errors",
        "Error",
        "Response",
        "base_resp",
        "header",
        "detail",
    ];

    private static readonly string[] Messages =
    [
        "message",
        "error",
        "detail",
        "error_msg",
        "status_msg",
        "errorMessage",
        "msg",
        "Message",
        "title",
    ];

    private static readonly string[] Codes =
    [
        "code",
        "error_code",
        "status_code",
        "errorCode",
        "Code",
        "__type",
        "status",
    ];

    private static readonly string[] Types = ["type", "error_type", "__type", "status"];

    private static readonly string[] Parameters = ["param", "parameter"];

    public static RefusalParts Of(JsonElement root)
    {
        var error = Inside(root, depth: 0);
        return error.ValueKind is JsonValueKind.String
            ? None with
            {
                Message = error.GetString(),
            }
            : new(
                First(error, Messages) ?? First(root, Messages),
                First(error, Codes) ?? First(root, Codes),
                First(error, Types),
                First(error, Parameters)
            );
    }

    private static JsonElement Inside(JsonElement value, int depth)
    {
        if (value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            return depth > 4 ? value : Inside(value[0], depth + 1);
        }

        if (value.ValueKind is JsonValueKind.Object && depth <= 4)
        {
            foreach (var name in Wrappers)
            {
                if (
                    value.TryGetProperty(name, out var inner)
                    && inner.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                )
                {
                    return Inside(inner, depth + 1);
                }
            }
        }

        return value;
    }

    private static string? First(JsonElement error, string[] names)
    {
        if (error.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in names)
        {
            if (error.TryGetProperty(name, out var value) && Text(value) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString())
                ? null
                : value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
}
