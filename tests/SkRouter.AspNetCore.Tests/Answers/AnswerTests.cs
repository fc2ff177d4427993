using System.Net;
using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.Fields;
using SkRouter.Connectors;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Gives every answer of the table through every face, plain and streamed, and compares what the client receives.</summary>
public sealed class AnswerTests
{
    private const string Ignored = "x-skrouter-ignored";

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
            foreach (var provider in AnswerTable.Providers)
            {
                foreach (var face in AnswerTable.Faces)
                {
                    cells.Add(provider, face, false);
                    cells.Add(provider, face, true);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Answer_EveryMemberOfAProtocol_ArrivesIsTranslatedOrNamed(
        string provider,
        string face,
        bool streamed
    )
    {
        var upstream = new AnswerUpstream();
        await using var server = await StartAsync(provider, upstream);
        var faults = new List<string>();
        foreach (var row in AnswerTable.Rows.Where(row => row.Provider == provider))
        {
            upstream.Row = row;
            var received = await ReceiveAsync(server, row, face, streamed);
            faults.AddRange(Faults(row, face, received).Select(fault => $"{row.Field}: {fault}"));
        }

        string.Join('\n', faults).ShouldBeEmpty($"{provider} -> {face}");
    }

    private static IEnumerable<string> Faults(AnswerRow row, string face, Received received)
    {
        if (received.Answer is not { } answer)
        {
            return [received.Body];
        }

        var cell = row.To[face];
        var fault = cell switch
        {
            JsonObject expected => JsonSubset.Difference(expected, answer, "$")
                ?? Unexpected(received, cell),
            JsonArray { Count: 2 } both => JsonSubset.Difference(both[0], answer, "$")
                ?? Named(received, both[1]!.GetValue<string>()),
            JsonValue text when text.GetValue<string>() is var state => state switch
            {
                "=" when face.StartsWith("library", StringComparison.Ordinal) => Raw(row, answer),
                "=" => JsonSubset.Difference(row.Answer, answer, "$") ?? Unexpected(received, cell),
                "~" => Unexpected(received, cell),
                _ when state.StartsWith('-') => Named(received, state),
                _ => $"'{state}' is no state",
            },
            _ => "has no state",
        };
        var shape = AnswerShapes.Faults(face, received.Body, answer, row.Provider == face);
        return fault is null ? shape : [fault, .. shape];
    }

    private static string? Named(Received received, string state) =>
        state[1..].Split(' ').FirstOrDefault(name => !received.Ignored.Contains(name)) is { } name
            ? $"'{name}' is not among the names of what was left out: {string.Join(", ", received.Ignored)} {received.Answer!.ToJsonString()}"
            : null;

    private static string? Unexpected(Received received, JsonNode? _) =>
        received.Ignored.Count == 0
            ? null
            : $"named {string.Join(", ", received.Ignored)} though nothing is lost";

    /// <summary>Everything is in the provider's own answer, which the library hands over.</summary>
    private static string? Raw(AnswerRow row, JsonObject answer) =>
        answer["raw"]!.AsArray().Any(raw => JsonSubset.Difference(row.Answer, raw, "$") is null)
        || answer["raw"]!.AsArray().Count > 1
            ? null
            : "is not in the raw answer";

    private static async Task<Received> ReceiveAsync(
        ApiServer server,
        AnswerRow row,
        string face,
        bool streamed
    )
    {
        try
        {
            switch (face)
            {
                case "library-client":
                    return new(await LibraryView.OfClientAsync(server.Router, streamed), "", []);
                case "library-kernel":
                    return new(await LibraryView.OfKernelAsync(server.Router, streamed), "", []);
            }
        }
        catch (Exception exception)
        {
            return new(null, exception.ToString(), []);
        }

        var body = AnswerTable.Json["faces"]![face]!.DeepClone().AsObject();
        if (row.Ask?[face] is JsonObject more)
        {
            JsonSubset.Merge(body, more);
        }

        if (streamed)
        {
            body["stream"] = true;
            if (face == "chat-completions")
            {
                body["stream_options"] = new JsonObject { ["include_usage"] = true };
            }
        }

        using var response = await server.PostAsync(Paths[face], body.ToJsonString());
        var text = await response.Content.ReadAsStringAsync();
        if (
            response.StatusCode != HttpStatusCode.OK
            || text.Contains("\"error\":{", StringComparison.Ordinal)
        )
        {
            return new(null, $"{response.StatusCode} {text}", []);
        }

        var answer = streamed ? WholeForm.Of(face, text) : JsonNode.Parse(text)!.AsObject();
        return new(answer, text, NamesOf(response, text, streamed));
    }

    private static HashSet<string> NamesOf(HttpResponseMessage response, string body, bool streamed)
    {
        const string comment = $": {Ignored}: ";
        var names =
            streamed
                ? body.Split('\n')
                    .FirstOrDefault(line => line.StartsWith(comment, StringComparison.Ordinal))
                    ?[comment.Length..]
            : response.Headers.TryGetValues(Ignored, out var values) ? string.Join(", ", values)
            : null;
        return
        [
            .. (names ?? "")
                .Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Where(name => name.StartsWith("answer.", StringComparison.Ordinal))
                .Select(name => name["answer.".Length..]),
        ];
    }

    private static Task<ApiServer> StartAsync(string protocol, AnswerUpstream upstream)
    {
        var (provider, model) = protocol switch
        {
            "chat-completions" => ("openrouter", "openai/gpt-4o"),
            "responses" => ("openai-responses", "gpt-4o"),
            "messages" => ("anthropic", "claude-sonnet-4-5"),
            _ => ("google", "gemini-2.5-flash"),
        };
        return ApiServer.StartAsync(
            router =>
                router
                    .Role("writer", role => role.Prefer("first"))
                    .Deployment("first", deployment => deployment.Price(input: 1, output: 10)),
            services =>
                services.AddProviderChatClient(
                    provider,
                    model,
                    "sk-upstream",
                    "first",
                    options =>
                    {
                        options.BaseUrl = new Uri("https://provider.test/v1/");
                        options.HttpClient = new(upstream);
                    }
                )
        );
    }

    private sealed record Received(JsonObject? Answer, string Body, HashSet<string> Ignored);
}
