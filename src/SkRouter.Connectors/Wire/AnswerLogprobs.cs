using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Puts the log probabilities of an answer on its text, in the one form that OpenAI's protocols share.</summary>
internal static class AnswerLogprobs
{
    /// <param name="contents">The contents of the answer, or of a piece of it.</param>
    /// <param name="logprobs">What a chat completion says of its choice.</param>
    public static void Put(List<AIContent> contents, JsonElement? logprobs)
    {
        if (logprobs.Member("content") is { ValueKind: JsonValueKind.Array } list)
        {
            PutList(contents, list);
        }
    }

    /// <param name="contents">The contents of the answer, or of a piece of it.</param>
    /// <param name="list">The tokens and their probabilities.</param>
    public static void PutList(List<AIContent> contents, JsonElement list)
    {
        var text = contents.Find(static content => content is TextContent);
        if (text is null)
        {
            contents.Add(text = new TextContent(""));
        }
        (text.AdditionalProperties ??= [])[ProtocolFields.Logprobs] = list;
    }

    /// <summary>Reads Gemini's form.</summary>
    /// <returns>Null if there is none.</returns>
    public static JsonElement? OfGemini(JsonElement? result)
    {
        var tops = result.Items("topCandidates").ToList();
        var tokens = new JsonArray();
        foreach (var chosen in result.Items("chosenCandidates"))
        {
            var token = Token(chosen);
            var others = tokens.Count < tops.Count ? tops[tokens.Count].Items("candidates") : [];
            token["top_logprobs"] = new JsonArray([.. others.Select(Token)]);
            tokens.Add(token);
        }
        return tokens.Count == 0 ? null : JsonElement.Parse(WireJson.Write(tokens));
    }

    private static JsonObject Token(JsonElement candidate)
    {
        var text = candidate.Text("token") ?? "";
        return new()
        {
            ["token"] = text,
            ["logprob"] = WireJson.Node(candidate.Member("logProbability")) ?? 0,
            ["bytes"] = new JsonArray([
                .. System.Text.Encoding.UTF8.GetBytes(text).Select(octet => (JsonNode?)(int)octet),
            ]),
        };
    }
}
