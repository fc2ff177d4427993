using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Gemini;

/// <summary>Takes differences without meaning out of generateContent requests.</summary>
internal static class GeminiRequestNormaliser
{
    /// <summary>Stands for the id of a call that was recorded without one.</summary>
    public const string NoId = "recorded_without_id_";

    public static JsonNode Normalise(JsonNode request)
    {
        var body = Camel(request)!.AsObject();
        Json.DropNulls(body);
        (body["systemInstruction"] as JsonObject)?.Remove("role");
        if (body["generationConfig"] is JsonObject config)
        {
            Config(config);
            if (config.Count == 0)
            {
                body.Remove("generationConfig");
            }
        }
        if (body["tools"] is JsonArray tools)
        {
            body["tools"] = Tools(tools);
        }
        body["contents"] = Turns(body["contents"]!.AsArray());
        return body;
    }

    /// <summary>Protocol buffers read <c>file_uri</c> and <c>fileUri</c> alike; what users wrote themselves is left alone.</summary>
    public static JsonNode? Camel(JsonNode? node) =>
        node switch
        {
            JsonObject record => new JsonObject(
                record.Select(member =>
                {
                    var name = Camel(member.Key);
                    return KeyValuePair.Create(
                        name,
                        IsFree(name) ? member.Value?.DeepClone() : Camel(member.Value)
                    );
                })
            ),
            JsonArray list => new JsonArray([.. list.Select(Camel)]),
            _ => node?.DeepClone(),
        };

    /// <summary>Both alphabets of base64 are accepted.</summary>
    public static string Plain(string base64)
    {
        var plain = base64.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return plain + new string('=', (4 - (plain.Length % 4)) % 4);
    }

    private static bool IsFree(string name) =>
        name
            is "args"
                or "response"
                or "parameters"
                or "parametersJsonSchema"
                or "responseJsonSchema"
                or "responseSchema";

    private static string Camel(string name) =>
        string.Concat(
            name.Split('_')
                .Select(
                    (word, index) =>
                        index == 0 || word.Length == 0
                            ? word
                            : char.ToUpperInvariant(word[0]) + word[1..]
                )
        );

    private static void Config(JsonObject config)
    {
        if (config["responseModalities"] is JsonArray { Count: 1 } only && only[0].Text() == "TEXT")
        {
            config.Remove("responseModalities");
        }
        Rename(config, "responseSchema", "responseJsonSchema");
    }

    private static void Rename(JsonObject record, string from, string to)
    {
        if (record[from] is { } value)
        {
            record.Remove(from);
            record[to] = value.DeepClone();
        }
    }

    /// <summary>Functions may be declared in one entry or in several.</summary>
    private static JsonArray Tools(JsonArray tools)
    {
        var functions = new JsonArray();
        var others = new JsonArray();
        foreach (var tool in tools.OfType<JsonObject>())
        {
            if (tool["functionDeclarations"] is not JsonArray declared)
            {
                others.Add(tool.DeepClone());
                continue;
            }
            foreach (var function in declared.OfType<JsonObject>())
            {
                Rename(function, "parameters", "parametersJsonSchema");
                if (function["description"].IsBlank())
                {
                    function.Remove("description");
                }
                functions.Add(function.DeepClone());
            }
        }
        if (functions.Count > 0)
        {
            others.Insert(0, new JsonObject { ["functionDeclarations"] = functions });
        }
        return others;
    }

    private static JsonArray Turns(JsonArray contents)
    {
        var turns = new JsonArray();
        foreach (var content in contents.OfType<JsonObject>())
        {
            var parts = content["parts"]!.AsArray();
            foreach (var part in parts.OfType<JsonObject>())
            {
                Part(part);
            }
            if (
                turns.LastOrDefault() is JsonObject last
                && last["role"].Text() == content["role"].Text()
            )
            {
                foreach (var part in parts)
                {
                    last["parts"]!.AsArray().Add(part!.DeepClone());
                }
            }
            else
            {
                turns.Add(content.DeepClone());
            }
        }
        return turns;
    }

    private static void Part(JsonObject part)
    {
        foreach (var name in new[] { "thoughtSignature", "data" })
        {
            if (part[name].Text() is { } base64)
            {
                part[name] = Plain(base64);
            }
        }
        if (part["inlineData"] is JsonObject data)
        {
            Part(data);
        }
        foreach (var name in new[] { "functionCall", "functionResponse" })
        {
            if (
                part[name] is JsonObject call
                && call["id"].Text()?.StartsWith(NoId, StringComparison.Ordinal) is true
            )
            {
                call.Remove("id");
            }
            if (part[name] is JsonObject { } plain && plain["args"] is JsonObject { Count: 0 })
            {
                plain.Remove("args");
            }
        }
        foreach (
            var inner in (
                part["functionResponse"]?["parts"] as JsonArray ?? []
            ).OfType<JsonObject>()
        )
        {
            Part(inner);
        }
    }
}
