using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Makes of a whole answer the events in which its protocol would stream it.</summary>
internal static class StreamedForm
{
    public static IEnumerable<JsonObject> Of(string protocol, JsonObject answer) =>
        protocol switch
        {
            "chat-completions" => Chat(answer),
            "responses" => ResponsesStreamedForm.Of(answer),
            "messages" => MessagesStreamedForm.Of(answer),
            _ => [answer],
        };

    private static IEnumerable<JsonObject> Chat(JsonObject answer)
    {
        var choice = answer["choices"]![0]!.AsObject();
        var message = choice["message"]!.AsObject();
        yield return Chunk(answer, Choice(new JsonObject { ["role"] = "assistant" }));
        foreach (
            var (name, value) in message.OrderByDescending(member =>
                member.Key.StartsWith("reasoning", StringComparison.Ordinal)
            )
        )
        {
            if (name == "role" || value is null)
            {
                continue;
            }

            var member = value.DeepClone();
            if (name == "tool_calls")
            {
                foreach (var (call, index) in member.AsArray().Select((call, i) => (call, i)))
                {
                    call!["index"] = index;
                }
            }

            var piece = Choice(new JsonObject { [name] = member });
            if (name is "content" or "refusal" && choice["logprobs"] is { } logprobs)
            {
                piece["logprobs"] = logprobs.DeepClone();
            }

            yield return Chunk(answer, piece);
        }

        var end = Choice([]);
        foreach (var (name, value) in choice)
        {
            if (name is not ("message" or "index" or "logprobs"))
            {
                end[name] = value?.DeepClone();
            }
        }

        yield return Chunk(answer, end);
        var last = Chunk(answer, null);
        last["usage"] = answer["usage"]!.DeepClone();
        yield return last;
    }

    private static JsonObject Choice(JsonObject delta) =>
        new()
        {
            ["index"] = 0,
            ["delta"] = delta,
            ["finish_reason"] = null,
        };

    private static JsonObject Chunk(JsonObject answer, JsonObject? choice)
    {
        var chunk = new JsonObject();
        foreach (var (name, value) in answer)
        {
            if (name is not ("choices" or "usage"))
            {
                chunk[name] = value?.DeepClone();
            }
        }

        chunk["object"] = "chat.completion.chunk";
        chunk["choices"] = choice is null ? new JsonArray() : new JsonArray(choice);
        return chunk;
    }
}
