using System.Globalization;
using System.Text.Json;

namespace SkRouter.Connectors.Wire;

/// <summary>
/// Whether an answer has the shape that its schema asks for: types, members, items, alternatives and references. What a schema says
/// of formats and ranges is left to the caller, who reads the value anyway.
/// </summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private const int Deepest = 64;

    /// <summary>The first fault with its place, or nothing.</summary>
    public string? FaultOf(JsonElement value) => Fault(root, value, "$", 0);

    private string? Fault(JsonElement schema, JsonElement value, string at, int depth)
    {
        if (depth > Deepest || schema.ValueKind != JsonValueKind.Object)
        {
            return schema.ValueKind == JsonValueKind.False ? $"{at} must not be there" : null;
        }
        if (schema.Text("$ref") is { } reference)
        {
            return Resolve(reference) is { } target ? Fault(target, value, at, depth + 1) : null;
        }
        return TypeFault(schema, value, at)
            ?? ChoiceFault(schema, value, at, depth)
            ?? value.ValueKind switch
            {
                JsonValueKind.Object => MembersFault(schema, value, at, depth),
                JsonValueKind.Array => ItemsFault(schema, value, at, depth),
                _ => null,
            };
    }

    private JsonElement? Resolve(string reference)
    {
        JsonElement? target = root;
        foreach (var step in reference.TrimStart('#').Split('/').Where(static step => step != ""))
        {
            target = target.Member(
                step.Replace("~1", "/", StringComparison.Ordinal)
                    .Replace("~0", "~", StringComparison.Ordinal)
            );
        }
        return target;
    }

    private static string? TypeFault(JsonElement schema, JsonElement value, string at)
    {
        var types = schema.Member("type") switch
        {
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } several => several
                .EnumerateArray()
                .Select(static type => type.GetString()!)
                .ToArray(),
            _ => [],
        };
        if (types.Length > 0 && !types.Any(type => Is(value, type)))
        {
            return $"{at} must be {string.Join(" or ", types)}";
        }
        if (
            schema.Member("enum") is { ValueKind: JsonValueKind.Array } words
            && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value))
        )
        {
            return $"{at} must be one of {words.GetRawText()}";
        }
        return schema.Member("const") is { } only && !JsonElement.DeepEquals(only, value)
            ? $"{at} must be {only.GetRawText()}"
            : null;
    }

    private static bool Is(JsonElement value, string type) =>
        type.ToLowerInvariant() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number
                && value.TryGetDecimal(out var number)
                && decimal.Truncate(number) == number,
            _ => true,
        };

    private string? ChoiceFault(JsonElement schema, JsonElement value, string at, int depth)
    {
        foreach (var part in schema.Items("allOf"))
        {
            if (Fault(part, value, at, depth + 1) is { } fault)
            {
                return fault;
            }
        }
        foreach (var name in new[] { "anyOf", "oneOf" })
        {
            var choices = schema.Items(name).ToList();
            if (
                choices.Count > 0
                && choices.TrueForAll(choice => Fault(choice, value, at, depth + 1) is not null)
            )
            {
                return $"{at} fits none of its alternatives";
            }
        }
        return null;
    }

    private string? MembersFault(JsonElement schema, JsonElement value, string at, int depth)
    {
        foreach (var name in schema.Items("required").Select(static item => item.GetString()!))
        {
            if (!value.TryGetProperty(name, out _))
            {
                return $"{at}.{name} is missing";
            }
        }
        var known = schema.Member("properties");
        var others = schema.Member("additionalProperties");
        foreach (var member in value.EnumerateObject())
        {
            var expected = known.Member(member.Name) ?? others;
            if (
                expected is { } shape
                && Fault(shape, member.Value, $"{at}.{member.Name}", depth + 1) is { } fault
            )
            {
                return fault;
            }
        }
        return null;
    }

    private string? ItemsFault(JsonElement schema, JsonElement value, string at, int depth)
    {
        if (schema.Member("items") is not { } items)
        {
            return null;
        }
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{at}[{index++}]");
            if (Fault(items, item, place, depth + 1) is { } fault)
            {
                return fault;
            }
        }
        return null;
    }
}
