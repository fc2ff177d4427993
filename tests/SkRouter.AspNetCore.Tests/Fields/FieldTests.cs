using System.Net;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Sends every field of the table through its face to every kind of deployment and compares what arrived.</summary>
public sealed class FieldTests
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["chat-completions"] = "/v1/chat/completions",
        ["responses"] = "/v1/responses",
        ["messages"] = "/v1/messages",
    };

    public static TheoryData<string, string, bool> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, bool>();
            foreach (var face in FieldTable.Rows.Select(row => row.Face).Distinct())
            {
                foreach (var kind in FieldServer.Kinds)
                {
                    cells.Add(face, kind, false);
                    cells.Add(face, kind, true);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Post_EveryFieldOfAFace_ArrivesIsTranslatedRefusedOrNamed(
        string face,
        string kind,
        bool streamed
    )
    {
        await using var server = await FieldServer.StartAsync(kind);
        var faults = new List<string>();
        var plain = (await AskAsync(server, face, [], streamed)).Sent;
        plain.ShouldNotBeNull();
        foreach (var row in FieldTable.Rows.Where(row => row.Face == face))
        {
            var outcome = await AskAsync(server, face, row.Send, streamed);
            var without = row.Plain is { } given
                ? (await AskAsync(server, face, given, streamed)).Sent!
                : plain;
            if (Fault(row, row.To[kind], outcome, without) is { } fault)
            {
                faults.Add($"{row.Field}: {fault}");
            }
        }

        string.Join('\n', faults).ShouldBeEmpty($"{face} -> {kind}");
    }

    private static string? Fault(
        FieldRow row,
        JsonNode? cell,
        FieldOutcome outcome,
        JsonObject plain
    )
    {
        if (cell is JsonValue text && text.TryGetValue<string>(out var state))
        {
            return state switch
            {
                "=" => Held(outcome, row.Send),
                "!" => outcome.Status == HttpStatusCode.BadRequest
                    ? null
                    : $"refused was expected, but it is {outcome.Status}",
                "~" => Same(outcome, plain) ?? NotNamed(outcome),
                _ when state.StartsWith('-') => Same(outcome, plain)
                    ?? Named(outcome, state.Length > 1 ? state[1..] : row.Field),
                _ => $"'{state}' is no state",
            };
        }

        return cell is JsonObject expected ? Held(outcome, expected) : "has no state";
    }

    private static string? Held(FieldOutcome outcome, JsonObject expected) =>
        outcome.Sent is not { } sent ? $"nothing was sent: {outcome.Body}"
        : JsonSubset.Difference(expected, sent, "$") is { } difference ? difference
        : null;

    private static string? Same(FieldOutcome outcome, JsonObject plain) =>
        outcome.Sent is not { } sent ? $"nothing was sent: {outcome.Body}"
        : JsonNode.DeepEquals(sent, plain) ? null
        : $"expected to be left out, but sent {sent.ToJsonString()}";

    private static string? Named(FieldOutcome outcome, string name) =>
        outcome.Ignored.Contains(name, StringComparer.Ordinal)
            ? null
            : $"'{name}' is not among the names of what was left out: {string.Join(", ", outcome.Ignored)}";

    private static string? NotNamed(FieldOutcome outcome) =>
        outcome.Ignored.Count == 0
            ? null
            : $"named {string.Join(", ", outcome.Ignored)} though nothing is lost";

    private static async Task<FieldOutcome> AskAsync(
        FieldServer server,
        string face,
        JsonObject send,
        bool streamed
    )
    {
        var body = FieldTable.BaseOf(face);
        JsonSubset.Merge(body, send);
        var headers = new List<(string, string)>();
        if (body["#header"] is JsonObject given && body.Remove("#header"))
        {
            headers.AddRange(
                given.Select(header => (header.Key, header.Value!.GetValue<string>()))
            );
        }

        if (streamed)
        {
            body["stream"] = true;
        }

        server.Upstream.Forget();
        using var response = await server.Api.PostAsync(
            Paths[face],
            body.ToJsonString(),
            [.. headers]
        );
        var ignored = response.Headers.TryGetValues("x-skrouter-ignored", out var names)
            ? string.Join(", ", names).Split(", ", StringSplitOptions.RemoveEmptyEntries)
            : [];
        return new(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            ignored,
            server.Upstream.Sent
        );
    }
}
