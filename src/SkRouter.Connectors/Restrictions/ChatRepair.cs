using System.Text.Json.Nodes;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Restrictions;

/// <summary>Makes a request in one of OpenAI's protocols acceptable to models that do not take every conversation and every pair of settings.</summary>
internal static class ChatRepair
{
    private const string Role = "role";
    private const string Json = "Answer in JSON.";

    /// <param name="body">The request.</param>
    /// <param name="list">The name of its list of messages.</param>
    /// <param name="rules">What the model refuses.</param>
    /// <param name="notes">Takes the names of what is left out.</param>
    public static void Apply(JsonObject body, string list, ModelRules rules, RequestNotes notes)
    {
        if (body[list] is not JsonArray messages)
        {
            return;
        }
        if (rules.WantsJsonWord && AsksForJson(body) && !SaysJson(messages))
        {
            messages.Insert(0, new JsonObject { [Role] = "system", ["content"] = Json });
        }
        if (rules.NoSystem)
        {
            MakeUsers(messages, notes);
        }
        if (rules.ForcedToolEnds is { } field && ForcesCall(body["tool_choice"]))
        {
            EndThinking(body, field, notes);
        }
    }

    private static bool AsksForJson(JsonObject body) =>
        (body["response_format"]?["type"] ?? body["text"]?["format"]?["type"])?.ToString()
            is "json_object";

    private static bool SaysJson(JsonArray messages) =>
        messages.ToJsonString().Contains("json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The model has no word for the system: what it says is kept, with the user's authority.</summary>
    private static void MakeUsers(JsonArray messages, RequestNotes notes)
    {
        foreach (var message in messages.OfType<JsonObject>())
        {
            if (message[Role]?.ToString() is "system" or "developer")
            {
                message[Role] = "user";
                notes.Left(Role);
            }
        }
    }

    private static bool ForcesCall(JsonNode? choice) =>
        choice is JsonObject given
            ? given["type"]?.ToString() is "function" or "custom"
            : choice?.ToString() is "required" or "any";

    /// <summary>A call that the caller demands counts more than thinking, which it may have asked for.</summary>
    private static void EndThinking(JsonObject body, string field, RequestNotes notes)
    {
        if (field == "thinking")
        {
            body[field] = new JsonObject { ["type"] = "disabled" };
            if (body.Remove("reasoning_effort"))
            {
                notes.Left("reasoning_effort");
            }
        }
        else if (body[field]?.GetValueKind() is System.Text.Json.JsonValueKind.True)
        {
            body[field] = false;
            notes.Left("reasoning_effort");
        }
    }
}
