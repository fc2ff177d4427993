using System.Globalization;
using System.Text.Json;

namespace SkRouter.AspNetCore.Api;

/// <summary>A value of a request's JSON that knows its place, so that what is wrong with it can be said by name.</summary>
internal readonly struct JsonField(JsonElement value, string path, JsonTrail? trail = null)
{
    public JsonElement Value => value;

    /// <summary>Such as <c>messages[2].content</c>; empty for the whole.</summary>
    public string Path => path;

    public bool IsText => value.ValueKind is JsonValueKind.String;

    public bool IsObject => value.ValueKind is JsonValueKind.Object;

    public bool IsArray => value.ValueKind is JsonValueKind.Array;

    /// <summary>A member; null if it is missing or <c>null</c>.</summary>
    public JsonField? Member(string name) =>
        value.ValueKind is JsonValueKind.Object
        && value.TryGetProperty(name, out var member)
        && member.ValueKind is not JsonValueKind.Null
            ? new(member, Child(name), trail)
            : null;

    public JsonField Required(string name) => Member(name) ?? throw Missing(Child(name));

    public string? TextOf(string name) => Member(name)?.AsText();

    public string RequiredText(string name) => Required(name).AsText();

    public bool? BoolOf(string name) => Member(name)?.AsBool();

    public int? IntOf(string name) => Member(name)?.AsInt();

    public long? LongOf(string name) => Member(name)?.AsLong();

    public float? FloatOf(string name) => Member(name)?.AsFloat();

    public string AsText()
    {
        if (!IsText)
        {
            throw Wrong("a string");
        }

        // What is made of a text may be refused where nobody knows its place any more.
        trail?.Last = path;
        return value.GetString()!;
    }

    public bool AsBool() =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong("true or false"),
        };

    public int AsInt() =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw Wrong("a whole number");

    public long AsLong() =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : throw Wrong("a whole number");

    public float AsFloat() =>
        value.ValueKind is JsonValueKind.Number
        && value.TryGetSingle(out var number)
        && float.IsFinite(number)
            ? number
            : throw Wrong("a number");

    public IEnumerable<JsonField> Items()
    {
        if (!IsArray)
        {
            throw Wrong("an array");
        }

        return Each(value, path, trail);

        static IEnumerable<JsonField> Each(JsonElement array, string at, JsonTrail? trail)
        {
            var index = 0;
            foreach (var item in array.EnumerateArray())
            {
                yield return new(
                    item,
                    string.Create(CultureInfo.InvariantCulture, $"{at}[{index++}]"),
                    trail
                );
            }
        }
    }

    public JsonField AsObject() => IsObject ? this : throw Wrong("an object");

    public ApiFaultException Wrong(string expected) =>
        Invalid(
            path.Length == 0 ? $"The body must be {expected}." : $"'{path}' must be {expected}."
        );

    public ApiFaultException Invalid(string message) =>
        new(
            new(400, ApiFaultTypes.InvalidRequest, message)
            {
                Field = path.Length == 0 ? null : path,
            }
        );

    private static ApiFaultException Missing(string path) =>
        new(
            new(400, ApiFaultTypes.InvalidRequest, $"'{path}' is missing.")
            {
                Field = path,
                Code = "missing_required_parameter",
            }
        );

    private string Child(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
