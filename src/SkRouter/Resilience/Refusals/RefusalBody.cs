using System.Text;
using System.Text.Json;

namespace SkRouter.Resilience.Refusals;

/// <summary>What can be read of the body of a refusal: JSON of any shape, JSON inside a text of another JSON, HTML, or plain words.</summary>
internal sealed class RefusalBody
{
    private const int LongestRead = 32_768;
    private const int LongestText = 8_192;
    private const int LongestCode = 80;
    private const int Deepest = 16;

    /// <summary>Members that give back what the caller or the model wrote: its words are not the provider's.</summary>
    private static readonly HashSet<string> Echoes = new(StringComparer.OrdinalIgnoreCase)
    {
        "input",
        "failed_generation",
        "messages",
        "prompt",
        "request",
        "body",
        "flagged_input",
    };

    private static readonly HashSet<string> CodeNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "code",
        "type",
        "status",
        "reason",
        "error_code",
        "errorCode",
        "status_code",
        "__type",
        "error_type",
        "name",
        "kind",
        "title",
        "error",
    };

    private static readonly HashSet<string> WaitNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "retryDelay",
        "retry_delay",
        "retry_after",
        "retryAfter",
        "retry-after",
        "retry_after_seconds",
        "retry_after_ms",
        "retryAfterMs",
        "retry_in",
        "wait_seconds",
        "estimated_time",
        "quotaResetDelay",
        "resets_in_seconds",
        "reset_in_seconds",
        "reset_at",
        "resets_at",
        "resetsAt",
        "resetAt",
        "reset_time",
        "resetTime",
        "quotaResetTimeStamp",
        "X-RateLimit-Reset",
    };

    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Value)> _waits = [];

    private RefusalBody() { }

    /// <summary>Codes, types and statuses, by their value and as <c>name=value</c>, normalised.</summary>
    public HashSet<string> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>All words, normalised.</summary>
    public string Text { get; private set; } = "";

    /// <summary>All words as they came.</summary>
    public string Words => _text.ToString();

    /// <summary>Nothing can be read of it.</summary>
    public bool IsEmpty => Text.Length == 0 && Codes.Count == 0;

    /// <summary>A page of HTML and not an error of the API.</summary>
    public bool IsMarkup { get; private set; }

    /// <summary>Members that name a wait or the end of one.</summary>
    public IReadOnlyList<(string Name, string Value)> Waits => _waits;

    /// <summary>Where a provider tells the parts of its error.</summary>
    public RefusalParts Parts { get; private set; } = RefusalParts.None;

    public static RefusalBody Read(string text)
    {
        var body = new RefusalBody();
        body.ReadText(text.Length > LongestRead ? text[..LongestRead] : text, name: null, depth: 0);
        body.Text = RefusalText.Normalise(body._text.ToString());
        return body;
    }

    private void ReadText(string text, string? name, int depth)
    {
        if (depth < Deepest && Json(text) is var (start, root))
        {
            Add(text[..start]);
            if (depth == 0 || Parts.Message is null)
            {
                Parts = RefusalParts.Of(root);
            }

            Walk(root, name, depth + 1);
            return;
        }

        var isMarkup = HasMarkup(text);
        IsMarkup |= isMarkup && depth == 0;
        Add(isMarkup ? WithoutMarkup(text) : text);
    }

    private void Walk(JsonElement value, string? name, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (!Echoes.Contains(member.Name))
                    {
                        Walk(member.Value, member.Name, depth + 1);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Walk(item, name, depth + 1);
                }

                break;
            case JsonValueKind.String:
                var text = value.GetString()!;
                AddCode(name, text);
                AddWait(name, text);
                ReadText(text, name, depth + 1);
                break;
            case JsonValueKind.Number:
                AddCode(name, value.GetRawText());
                AddWait(name, value.GetRawText());
                break;
        }
    }

    private void AddCode(string? name, string value)
    {
        if (name is not null && value.Length <= LongestCode && CodeNames.Contains(name))
        {
            var normalised = RefusalText.Normalise(value, keepNumbers: true);
            Codes.Add(normalised);
            Codes.Add($"{RefusalText.Normalise(name, keepNumbers: true)}={normalised}");
        }
    }

    private void AddWait(string? name, string value)
    {
        if (name is not null && value.Length <= LongestCode && WaitNames.Contains(name))
        {
            _waits.Add((name, value));
        }
    }

    private void Add(string text)
    {
        if (_text.Length < LongestText && !string.IsNullOrWhiteSpace(text))
        {
            _text.Append(_text.Length == 0 ? "" : " ; ").Append(text);
        }
    }

    /// <summary>The JSON in a text, and where it begins: SDKs and gateways put words of their own before it.</summary>
    private static (int Start, JsonElement Root)? Json(string text)
    {
        var start = text.AsSpan().TrimStart().StartsWith("[")
            ? text.IndexOf('[', StringComparison.Ordinal)
            : text.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[start..]));
            return
                JsonElement.TryParseValue(ref reader, out var root)
                && root is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } found
                ? (start, found)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool HasMarkup(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            || text.Contains("</html>", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The words between the tags; scripts and styles are left out.</summary>
    private static string WithoutMarkup(string text)
    {
        var words = new StringBuilder();
        for (var at = 0; at < text.Length; )
        {
            var tag = text.IndexOf('<', at);
            words.Append(text.AsSpan(at, (tag < 0 ? text.Length : tag) - at)).Append(' ');
            if (tag < 0)
            {
                break;
            }

            at = After(text, EndOfHidden(text, tag));
        }

        return words.ToString();
    }

    private static int EndOfHidden(string text, int tag)
    {
        foreach (var hidden in (ReadOnlySpan<string>)["script", "style"])
        {
            if (text.AsSpan(tag + 1).StartsWith(hidden, StringComparison.OrdinalIgnoreCase))
            {
                var close = text.IndexOf("</" + hidden, tag, StringComparison.OrdinalIgnoreCase);
                return close < 0 ? text.Length : close;
            }
        }

        return tag;
    }

    private static int After(string text, int tag)
    {
        var end = tag >= text.Length ? -1 : text.IndexOf('>', tag);
        return end < 0 ? text.Length : end + 1;
    }
}
