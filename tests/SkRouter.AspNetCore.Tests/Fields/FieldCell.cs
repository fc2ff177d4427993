using System.Net;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Represents what the table says of one field at one kind of deployment.</summary>
/// <param name="row">The field.</param>
/// <param name="state">The cell.</param>
internal sealed class FieldCell(FieldRow row, JsonNode state)
{
    private const string Names = "#named";

    private readonly string _text = state is JsonValue ? state.GetValue<string>() : "";

    /// <summary>Gets whether the request is sent as if the field were not in it.</summary>
    public bool IsNotSent => _text.StartsWith('-') || _text == "~";

    public static FieldCell Of(FieldRow row, string kind) => new(row, row.To[kind]!);

    /// <summary>Gets what is wrong; null if nothing is.</summary>
    public string? Fault(FieldOutcome outcome) =>
        _text == "!" ? Refused(outcome) : Held(outcome) ?? Named(outcome);

    /// <summary>Gets what is wrong where settings that a provider does not have are refused.</summary>
    public string? FaultUnderRefuse(FieldOutcome outcome)
    {
        if (_text == "!")
        {
            return Refused(outcome);
        }

        var lost = row.IsHint ? [] : Expected.Where(name => !name.EndsWith('~')).ToList();
        if (lost.Count == 0)
        {
            return Held(outcome) ?? Named(outcome);
        }

        return
            outcome.Status == HttpStatusCode.BadRequest
            && lost.Exists(name => outcome.Body.Contains(name, StringComparison.Ordinal))
            ? null
            : $"expected 400 with {string.Join(" or ", lost)}, but it is {outcome.Status}: {outcome.Body}";
    }

    public static string? Difference(FieldOutcome outcome, FieldOutcome without) =>
        JsonNode.DeepEquals(outcome.Sent, without.Sent)
            ? null
            : $"expected {without.Sent?.ToJsonString()}, but sent {outcome.Sent?.ToJsonString()}";

    /// <summary>The names of what is left out; those with <c>~</c> behind them are of something that is moved into a range, which is never refused.</summary>
    private IReadOnlyList<string> Expected =>
        state is JsonObject members
            ? members[Names] is JsonArray names
                ? [.. names.Select(name => name!.GetValue<string>())]
                : []
            : _text switch
            {
                "-" => [row.Field],
                ['-', .. var left] => left.Split(", "),
                _ => [],
            };

    private static string? Refused(FieldOutcome outcome) =>
        outcome.Status == HttpStatusCode.BadRequest
            ? null
            : $"refused was expected, but it is {outcome.Status}";

    private string? Held(FieldOutcome outcome)
    {
        if (outcome.Sent is not { } sent)
        {
            return $"nothing was sent: {outcome.Body}";
        }

        var expected = state switch
        {
            JsonObject members => members,
            _ when _text == "=" => row.Send,
            _ => null,
        };
        return (expected ?? [])
            .Where(member => member.Key != Names)
            .Select(member =>
                JsonSubset.Difference(member.Value, sent[member.Key], $"$.{member.Key}")
            )
            .FirstOrDefault(difference => difference is not null);
    }

    private string? Named(FieldOutcome outcome)
    {
        var expected = Expected.Select(name => name.TrimEnd('~')).Order(StringComparer.Ordinal);
        return outcome.Ignored.Order(StringComparer.Ordinal).SequenceEqual(expected)
            ? null
            : $"names {string.Join(", ", outcome.Ignored)} as left out, expected {string.Join(", ", expected)}";
    }
}
