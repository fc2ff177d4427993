using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SkRouter.Checking;

/// <summary>Validates JSON against the keywords of JSON Schema that structured answers use. A schema with others is refused before anything is validated.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    private const int MostDepth = 64;

    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> Annotations =
    [
        "$schema",
        "$id",
        "$comment",
        "title",
        "description",
        "default",
        "examples",
        "format",
        "deprecated",
        "readOnly",
        "writeOnly",
    ];

    private static readonly HashSet<string> Checked =
    [
        "type",
        "enum",
        "const",
        "required",
        "minItems",
        "maxItems",
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "$ref",
    ];

    /// <summary>A keyword of the schema that is not checked; null if there is none.</summary>
    public static string? UnknownKeyword(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return schema.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? null
                : schema.GetRawText();
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            var unknown = keyword.Name switch
            {
                "properties" or "$defs" or "definitions" => keyword
                    .Value.EnumerateObject()
                    .Select(member => UnknownKeyword(member.Value))
                    .FirstOrDefault(fault => fault is not null),
                "items" or "additionalProperties" or "not" => UnknownKeyword(keyword.Value),
                "anyOf" or "oneOf" or "allOf" => keyword
                    .Value.EnumerateArray()
                    .Select(UnknownKeyword)
                    .FirstOrDefault(fault => fault is not null),
                var name when Checked.Contains(name) || Annotations.Contains(name) => null,
                var name => name,
            };
            if (unknown is not null)
            {
                return unknown;
            }
        }

        return null;
    }

    /// <summary>What is wrong and where; null if the value meets the schema.</summary>
    public string? Fault(JsonElement schema, JsonElement value, string at, int depth = 0)
    {
        if (depth > MostDepth)
        {
            return $"{at} is nested too deeply";
        }

        if (schema.ValueKind is JsonValueKind.False)
        {
            return $"{at} must not be there";
        }

        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (Fault(schema, keyword, value, at, depth + 1) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? Fault(
        JsonElement schema,
        JsonProperty keyword,
        JsonElement value,
        string at,
        int depth
    ) =>
        (keyword.Name, value.ValueKind) switch
        {
            ("$ref", _) => Fault(Resolve(keyword.Value), value, at, depth),
            ("type", _) => IsOfType(keyword.Value, value)
                ? null
                : $"{at} is not of type {keyword.Value}",
            ("enum", _) => keyword
                .Value.EnumerateArray()
                .Any(one => JsonElement.DeepEquals(one, value))
                ? null
                : $"{at} is none of {keyword.Value.GetRawText()}",
            ("const", _) => JsonElement.DeepEquals(keyword.Value, value)
                ? null
                : $"{at} is not {keyword.Value.GetRawText()}",
            ("anyOf", _) => Count(keyword.Value, value, at, depth) > 0
                ? null
                : $"{at} meets none of the alternatives",
            ("oneOf", _) => Count(keyword.Value, value, at, depth) == 1
                ? null
                : $"{at} does not meet exactly one of the alternatives",
            ("allOf", _) => keyword
                .Value.EnumerateArray()
                .Select(part => Fault(part, value, at, depth))
                .FirstOrDefault(fault => fault is not null),
            ("not", _) => Fault(keyword.Value, value, at, depth) is null
                ? $"{at} is what it must not be"
                : null,
            (_, JsonValueKind.Object) => OfObject(schema, keyword, value, at, depth),
            (_, JsonValueKind.Array) => OfArray(keyword, value, at, depth),
            (_, JsonValueKind.String) => OfText(keyword, value.GetString()!, at),
            (_, JsonValueKind.Number) => OfNumber(keyword, value.GetDouble(), at),
            _ => null,
        };

    private string? OfObject(
        JsonElement schema,
        JsonProperty keyword,
        JsonElement value,
        string at,
        int depth
    )
    {
        switch (keyword.Name)
        {
            case "required":
                var missing = keyword
                    .Value.EnumerateArray()
                    .FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _));
                return missing.ValueKind is JsonValueKind.String
                    ? $"{at}.{missing} is missing"
                    : null;
            case "properties":
                return keyword
                    .Value.EnumerateObject()
                    .Where(member => value.TryGetProperty(member.Name, out _))
                    .Select(member =>
                        Fault(
                            member.Value,
                            value.GetProperty(member.Name),
                            $"{at}.{member.Name}",
                            depth
                        )
                    )
                    .FirstOrDefault(fault => fault is not null);
            case "additionalProperties":
                var known = schema.TryGetProperty("properties", out var properties)
                    ? properties
                    : default;
                return value
                    .EnumerateObject()
                    .Where(member =>
                        known.ValueKind is not JsonValueKind.Object
                        || !known.TryGetProperty(member.Name, out _)
                    )
                    .Select(member =>
                        Fault(keyword.Value, member.Value, $"{at}.{member.Name}", depth)
                    )
                    .FirstOrDefault(fault => fault is not null);
            default:
                return null;
        }
    }

    private string? OfArray(JsonProperty keyword, JsonElement value, string at, int depth) =>
        keyword.Name switch
        {
            "items" => value
                .EnumerateArray()
                .Select(
                    (item, i) =>
                        Fault(
                            keyword.Value,
                            item,
                            string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"),
                            depth
                        )
                )
                .FirstOrDefault(fault => fault is not null),
            "minItems" when value.GetArrayLength() < keyword.Value.GetDouble() =>
                $"{at} has fewer than {keyword.Value} items",
            "maxItems" when value.GetArrayLength() > keyword.Value.GetDouble() =>
                $"{at} has more than {keyword.Value} items",
            _ => null,
        };

    private static string? OfText(JsonProperty keyword, string text, string at) =>
        keyword.Name switch
        {
            "minLength" when Length(text) < keyword.Value.GetDouble() =>
                $"{at} is shorter than {keyword.Value}",
            "maxLength" when Length(text) > keyword.Value.GetDouble() =>
                $"{at} is longer than {keyword.Value}",
            "pattern"
                when !Regex.IsMatch(
                    text,
                    keyword.Value.GetString()!,
                    RegexOptions.None,
                    PatternTime
                ) => $"{at} does not match {keyword.Value}",
            _ => null,
        };

    private static string? OfNumber(JsonProperty keyword, double number, string at) =>
        keyword.Name switch
        {
            "minimum" when number < keyword.Value.GetDouble() => $"{at} is below {keyword.Value}",
            "maximum" when number > keyword.Value.GetDouble() => $"{at} is above {keyword.Value}",
            "exclusiveMinimum" when number <= keyword.Value.GetDouble() =>
                $"{at} is not above {keyword.Value}",
            "exclusiveMaximum" when number >= keyword.Value.GetDouble() =>
                $"{at} is not below {keyword.Value}",
            _ => null,
        };

    // The specification counts code points.
    private static int Length(string text) => text.EnumerateRunes().Count();

    private int Count(JsonElement parts, JsonElement value, string at, int depth) =>
        parts.EnumerateArray().Count(part => Fault(part, value, at, depth) is null);

    private JsonElement Resolve(JsonElement reference)
    {
        var place = root;
        foreach (var name in reference.GetString()!.TrimStart('#').Split('/').Skip(1))
        {
            if (
                place.ValueKind is not JsonValueKind.Object
                || !place.TryGetProperty(name.Replace("~1", "/").Replace("~0", "~"), out place)
            )
            {
                throw new InvalidOperationException($"The schema has no '{reference}'.");
            }
        }

        return place;
    }

    private static bool IsOfType(JsonElement type, JsonElement value) =>
        type.ValueKind is JsonValueKind.Array
            ? type.EnumerateArray().Any(one => IsOfType(one, value))
            : type.GetString() switch
            {
                "object" => value.ValueKind is JsonValueKind.Object,
                "array" => value.ValueKind is JsonValueKind.Array,
                "string" => value.ValueKind is JsonValueKind.String,
                "number" => value.ValueKind is JsonValueKind.Number,
                "integer" => value.ValueKind is JsonValueKind.Number
                    && double.IsInteger(value.GetDouble()),
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "null" => value.ValueKind is JsonValueKind.Null,
                _ => false,
            };
}
