using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Spend;

/// <summary>
/// Usage as providers send it, and what it costs, computed by hand from their published prices (<c>priced-usage.json</c> says how and from where).
/// </summary>
public sealed class PricedUsageTests
{
    private static readonly JsonArray Cases = JsonNode
        .Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Spend", "priced-usage.json"))
        )!
        .AsArray();

    public static TheoryData<string, bool> All
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var one in Cases)
            {
                var id = Id(one!);
                all.Add(id, false);
                all.Add(id, true);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Ask_UsageAsTheProviderSendsIt_CostsWhatItPublishes(string id, bool streamed)
    {
        var one = Cases.Single(other => Id(other!) == id)!;
        var provider = one["provider"]!.GetValue<string>();
        var model = one["model"]!.GetValue<string>();
        // Perplexity speaks the protocol of OpenAI, and has no entry of its own among the known providers.
        var known = provider == "perplexity" ? "local" : provider;
        var body = Body(provider, model, one["usage"]!, one["answer"]!.AsObject());

        var record = await Metered.AskAsync(
            known,
            model,
            new ScriptedHandler(
                streamed ? Stream(provider, body) : body.ToJsonString(),
                200,
                streamed ? "text/event-stream" : "application/json"
            ),
            streamed,
            deployment => deployment.Provider(provider)
        );

        record.CostUsd.ShouldBe(
            decimal.Parse(one["usd"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            $"{one["why"]} {string.Join("; ", record.Notes)} {JsonSerializer.Serialize(record.Usage)}"
        );
        record.Usage.Estimated.ShouldBeFalse();
        (
            record.Notes.Any(note => note.Contains("no price is known", StringComparison.Ordinal))
        ).ShouldBe(one["why"]!.GetValue<string>().Contains("and a note", StringComparison.Ordinal));
    }

    private static string Id(JsonNode one) => $"{one["provider"]} {one["model"]}: {one["name"]}";

    private static JsonObject Body(string provider, string model, JsonNode usage, JsonObject extra)
    {
        var body = JsonNode
            .Parse(
                provider switch
                {
                    "google" =>
                        """{"candidates":[{"content":{"role":"model","parts":[{"text":"Yes."}]},"finishReason":"STOP"}]}""",
                    "anthropic" =>
                        """{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"text","text":"Yes."}],"stop_reason":"end_turn"}""",
                    "openai-responses" =>
                        """{"id":"resp_1","object":"response","status":"completed","output":[{"type":"message","id":"m1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Yes.","annotations":[]}]}]}""",
                    _ =>
                        """{"id":"c1","object":"chat.completion","created":1,"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Yes."}}]}""",
                }
            )!
            .AsObject();
        body[provider == "google" ? "modelVersion" : "model"] = model;
        body[provider == "google" ? "usageMetadata" : "usage"] = usage.DeepClone();
        foreach (var (name, value) in extra)
        {
            body[name] = value?.DeepClone();
        }

        return body;
    }

    private static string Stream(string provider, JsonObject body)
    {
        if (provider != "anthropic")
        {
            return StreamedAnswers.Of(provider, body.ToJsonString());
        }

        // The terms and the input come first, the output last.
        var usage = body["usage"]!.AsObject();
        var first = usage.DeepClone().AsObject();
        first["output_tokens"] = 1;
        first.Remove("iterations");
        var last = new JsonObject { ["output_tokens"] = usage["output_tokens"]!.DeepClone() };
        foreach (var name in (string[])["iterations", "server_tool_use"])
        {
            if (usage[name] is { } value)
            {
                last[name] = value.DeepClone();
            }
        }

        return $$$"""
            data: {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{{{first.ToJsonString()}}} } }

            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""} }

            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Yes."} }

            data: {"type":"content_block_stop","index":0}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{{{last.ToJsonString()}}} }

            data: {"type":"message_stop"}


            """;
    }
}
