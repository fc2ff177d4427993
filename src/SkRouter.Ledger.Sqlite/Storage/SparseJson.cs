using System.Globalization;
using System.Text.Json;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>Writes members of JSON and leaves out those that are at their defaults, as the serializer does for a record.</summary>
internal sealed class SparseJson(Utf8JsonWriter json)
{
    private const int LongestTime = 32;

    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public void Texts(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public void Flag(ReadOnlySpan<byte> name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }

    public void Count(ReadOnlySpan<byte> name, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    public void Money(ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } usd)
        {
            json.WriteNumber(name, usd);
        }
    }

    public void Number(ReadOnlySpan<byte> name, double value)
    {
        if (value != 0)
        {
            json.WritePropertyName(name);
            Number(value);
        }
    }

    public void Numbers(ReadOnlySpan<byte> name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            Number(value);
        }

        json.WriteEndArray();
    }

    private void Number(double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Time(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        if (value != default)
        {
            json.WriteString(name, value);
        }
    }

    public void Span(ReadOnlySpan<byte> name, TimeSpan? value, bool always = true)
    {
        if (value is not { } time || (!always && time == default))
        {
            return;
        }

        Span<byte> text = stackalloc byte[LongestTime];
        time.TryFormat(text, out var length, "c", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }
}
