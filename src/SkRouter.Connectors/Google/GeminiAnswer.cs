using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;
using SkRouter.Routing;

namespace SkRouter.Connectors.Google;

/// <summary>Reads a whole answer of Gemini's, and what its stream shares with it.</summary>
internal static class GeminiAnswer
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "candidates",
        "responseId",
        "modelVersion",
        "usageMetadata",
        "error",
    };

    private static readonly HashSet<string> KnownOfCandidate = new(StringComparer.Ordinal)
    {
        "content",
        "finishReason",
        "index",
        "tokenCount",
        "citationMetadata",
        "logprobsResult",
    };

    public static ChatResponse Read(JsonElement answer, string provider)
    {
        var id = answer.Text("responseId");
        var candidate = answer.Items("candidates").FirstOrDefault();
        var calls = 0;
        List<AIContent> contents =
        [
            .. Parts(candidate).SelectMany(part => Contents(part, provider, id, ref calls)),
        ];
        new GeminiSources().Cite(contents, candidate);
        if (AnswerLogprobs.OfGemini(candidate.Member("logprobsResult")) is { } logprobs)
        {
            AnswerLogprobs.PutList(contents, logprobs);
        }
        var message = new ChatMessage(ChatRole.Assistant, contents) { MessageId = id };
        var usage = answer.Member("usageMetadata");
        return new ChatResponse(message)
        {
            ResponseId = id,
            ModelId = answer.Text("modelVersion"),
            FinishReason = Finish(answer, candidate, calls > 0),
            Usage = GeminiUsage.Read(usage),
            AdditionalProperties = WithRest(
                Extras(usage, ReasonOf(answer, candidate)),
                answer,
                candidate
            ),
        };
    }

    /// <summary>Adds what else an answer and its candidate say: ratings, what was searched, members to come.</summary>
    public static AdditionalPropertiesDictionary? WithRest(
        AdditionalPropertiesDictionary? extras,
        JsonElement answer,
        JsonElement candidate
    )
    {
        extras ??= [];
        AnswerMembers.Keep(extras, answer, WireProtocols.GenerateContent, Known);
        AnswerMembers.Keep(extras, candidate, WireProtocols.GenerateContent, KnownOfCandidate);
        return extras.Count == 0 ? null : extras;
    }

    public static IEnumerable<JsonElement> Parts(JsonElement candidate) =>
        candidate.Member("content").Items("parts");

    public static string? ReasonOf(JsonElement answer, JsonElement candidate) =>
        candidate.Text("finishReason") ?? answer.Member("promptFeedback").Text("blockReason");

    public static ChatFinishReason? Finish(JsonElement answer, JsonElement candidate, bool hasCalls)
    {
        // Whatever its reason: the provider looked at the prompt and blocked it.
        if (
            answer.Member("promptFeedback").Text("blockReason")
            is not (null or "BLOCK_REASON_UNSPECIFIED")
        )
        {
            return ChatFinishReason.ContentFilter;
        }
        var finish = FinishReasons.Read(
            WireProtocols.GenerateContent,
            candidate.Text("finishReason")
        );
        return hasCalls && finish == ChatFinishReason.Stop ? ChatFinishReason.ToolCalls : finish;
    }

    public static AdditionalPropertiesDictionary? Extras(JsonElement? usage, string? reason)
    {
        var extras = new AdditionalPropertiesDictionary();
        if (usage is { } raw)
        {
            extras[ProviderFields.RawUsage] = raw;
        }
        if ((usage.Text("serviceTier") ?? usage.Text("trafficType")) is { } tier)
        {
            extras[ProviderFields.ServiceTier] = tier;
        }
        if (reason is not null)
        {
            extras[ProviderFields.NativeFinishReason] = reason;
        }
        return extras.Count == 0 ? null : extras;
    }

    public static List<AIContent> Contents(
        JsonElement part,
        string provider,
        string? responseId,
        ref int calls
    )
    {
        var signature = part.Text(GeminiParts.Signature);
        if (part.Member("functionCall") is { } call)
        {
            // Without an id of its own a call gets one that is the same whenever the answer is read.
            var id =
                call.Text("id")
                ?? string.Create(CultureInfo.InvariantCulture, $"call_{responseId}_{calls}");
            calls++;
            var read = WireJson.Call(
                id,
                call.Text("name") ?? "",
                call.Member("args")?.GetRawText(),
                isText: false
            );
            if (signature is not null)
            {
                read.AdditionalProperties = new()
                {
                    [$"{provider}.{GeminiParts.Signature}"] = signature,
                };
            }
            return [read];
        }
        if (part.Text("text") is { } text)
        {
            return Said(text, signature, part.IsTrue("thought"), provider);
        }
        if (part.Member("inlineData") is { } data && data.Text("data") is { } bytes)
        {
            return DataContents.Read(bytes, data.Text("mimeType")) is { } media
                ? [media]
                : [new ProviderContent(provider, part.Clone())];
        }
        if (
            part.Member("fileData") is { } file
            && Uri.TryCreate(file.Text("fileUri"), UriKind.Absolute, out var address)
        )
        {
            return [new UriContent(address, file.Text("mimeType") ?? "application/octet-stream")];
        }
        return [new ProviderContent(provider, part.Clone())];
    }

    /// <summary>A signature under a text rides behind it, so that joining the pieces of a stream cannot lose it.</summary>
    private static List<AIContent> Said(
        string text,
        string? signature,
        bool isThought,
        string provider
    )
    {
        if (isThought)
        {
            return [new TextReasoningContent(text) { ProtectedData = signature }.Mark(provider)];
        }
        var contents = new List<AIContent>();
        if (text.Length > 0)
        {
            contents.Add(new TextContent(text));
        }
        if (signature is not null)
        {
            contents.Add(new TextReasoningContent("") { ProtectedData = signature }.Mark(provider));
        }
        return contents;
    }
}
