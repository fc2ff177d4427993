using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Loops;

/// <summary>
/// One text for values that mean the same: whatever the order of their keys, and whether a model wrote 5 or "5". What is absent and
/// what is null are the same too.
/// </summary>
internal static class CanonicalText
{
    // Between parts, where no text of a model's has it.
    private const char Mark = '\u001f';

    public static string Of(object? value)
    {
        if (value is string text)
        {
            return text;
        }

        var builder = new StringBuilder();
        Write(builder, value);
        return builder.ToString();
    }

    public static string Of(IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        var builder = new StringBuilder();
        WriteGroup(builder, arguments);
        return builder.ToString();
    }

    private static void Write(StringBuilder builder, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                builder.Append(text);
                break;
            case bool flag:
                builder.Append(flag ? "true" : "false");
                break;
            case JsonElement element:
                WriteElement(builder, element);
                break;
            case JsonNode node:
                Write(builder, Parse(node.ToJsonString()));
                break;
            case IEnumerable<KeyValuePair<string, object?>> group:
                WriteGroup(builder, group);
                break;
            case IEnumerable items:
                WriteList(builder, items.Cast<object?>());
                break;
            default:
                builder.Append(Number(value));
                break;
        }
    }

    private static void WriteElement(StringBuilder builder, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteGroup(
                    builder,
                    element
                        .EnumerateObject()
                        .Select(property =>
                            KeyValuePair.Create(property.Name, (object?)property.Value)
                        )
                );
                break;
            case JsonValueKind.Array:
                WriteList(builder, element.EnumerateArray().Cast<object?>());
                break;
            case JsonValueKind.String:
                builder.Append(element.GetString());
                break;
            case JsonValueKind.Number:
                builder.Append(
                    element.TryGetDecimal(out var number) ? Number(number) : element.GetRawText()
                );
                break;
            case JsonValueKind.True or JsonValueKind.False:
                builder.Append(element.ValueKind is JsonValueKind.True ? "true" : "false");
                break;
        }
    }

    private static void WriteGroup(
        StringBuilder builder,
        IEnumerable<KeyValuePair<string, object?>> group
    )
    {
        builder.Append('{');
        foreach (
            var (key, value) in group
                .Where(pair => !IsNull(pair.Value))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        )
        {
            builder.Append(key).Append(Mark);
            Write(builder, value);
            builder.Append(Mark);
        }

        builder.Append('}');
    }

    private static void WriteList(StringBuilder builder, IEnumerable<object?> items)
    {
        builder.Append('[');
        foreach (var item in items)
        {
            Write(builder, item);
            builder.Append(Mark);
        }

        builder.Append(']');
    }

    private static bool IsNull(object? value) =>
        value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };

    // 5, 5.0 and 5L are one number.
    private static string Number(object value)
    {
        if (value is double or float or decimal or int or long or short or byte or uint or ulong)
        {
            try
            {
                return Convert
                    .ToDecimal(value, CultureInfo.InvariantCulture)
                    .ToString("0.############################", CultureInfo.InvariantCulture);
            }
            catch (OverflowException)
            {
                // Beyond what a decimal holds, its own text tells numbers apart as well.
            }
        }

        return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
