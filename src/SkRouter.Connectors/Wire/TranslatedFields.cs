using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Looks up the fields of other protocols that <see cref="FieldTranslations"/> names.</summary>
internal sealed class TranslatedFields(ChatOptions options, RequestNotes notes)
{
    private const string Chat = WireProtocols.ChatCompletions;
    private const string Responses = WireProtocols.Responses;
    private const string Messages = WireProtocols.Messages;
    private const string TopLogProbabilities = "top_logprobs";

    /// <summary>Fields that OpenAI's two protocols share by name.</summary>
    private static readonly string[] Shared =
    [
        "user",
        "metadata",
        "store",
        "safety_identifier",
        "service_tier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "prompt_cache_options",
        "moderation",
    ];

    /// <summary>Whether anything is carried at all; most requests carry nothing.</summary>
    private bool IsEmpty => options.AdditionalProperties is not { Count: > 0 };

    /// <summary>For one of OpenAI's protocols: what the other one and Anthropic's say in words of their own.</summary>
    /// <param name="body">The request.</param>
    /// <param name="other">The other one of the two.</param>
    /// <param name="userField">What it calls who the request is for.</param>
    public void WriteOpenAI(JsonObject body, string other, string userField)
    {
        if (IsEmpty)
        {
            return;
        }
        foreach (var name in Shared)
        {
            if (Value(other, name) is { } value)
            {
                body[name] = WireJson.Node(value);
            }
        }
        if (Text(Member(Messages, "metadata", "user_id")) is { } user)
        {
            body[userField] = user;
        }
        if (Text(Value(Messages, "service_tier")) is { } tier)
        {
            body["service_tier"] = tier == "standard_only" ? "default" : tier;
        }
    }

    /// <summary>Gets how much text is wanted, in the words of either of OpenAI's protocols.</summary>
    public JsonNode? Verbosity(string protocol) =>
        WireJson.Node(
            protocol == Responses
                ? Member(Responses, "text", "verbosity")
                : Value(Chat, "verbosity")
        );

    public void WriteAnthropic(JsonObject body)
    {
        if (IsEmpty)
        {
            return;
        }
        var user =
            Text(Value(Chat, "safety_identifier"))
            ?? Text(Value(Chat, "user"))
            ?? Text(Value(Responses, "safety_identifier"))
            ?? Text(Value(Responses, "user"));
        if (user is not null)
        {
            body["metadata"] = new JsonObject { ["user_id"] = user };
        }
        switch (Tier)
        {
            case null:
                break;
            case "auto":
            case "priority":
                body["service_tier"] = "auto";
                break;
            case "default":
                body["service_tier"] = "standard_only";
                break;
            default:
                notes.Unsupported("service_tier");
                break;
        }
    }

    public void WriteGemini(JsonObject body, JsonObject config)
    {
        if (IsEmpty)
        {
            return;
        }
        var tier = Tier ?? Text(Value(Messages, "service_tier"));
        switch (tier)
        {
            case null:
            case "auto":
                break;
            case "flex":
            case "priority":
                body["serviceTier"] = tier;
                break;
            case "default":
            case "standard_only":
                body["serviceTier"] = "standard";
                break;
            default:
                notes.Unsupported("service_tier");
                break;
        }
        if (LogProbabilities is { } most)
        {
            config["responseLogprobs"] = true;
            if (most > 0)
            {
                config["logprobs"] = most;
            }
        }
        if (Value(Chat, "modalities") is { ValueKind: JsonValueKind.Array } modalities)
        {
            config["responseModalities"] = new JsonArray([
                .. modalities
                    .EnumerateArray()
                    .Select(static item => (JsonNode?)item.GetString()?.ToUpperInvariant()),
            ]);
        }
    }

    /// <summary>Gets what chat completions say of a web search that the provider makes; null if none is wanted.</summary>
    public JsonElement? WebSearch => Value(Chat, "web_search_options");

    /// <summary>Gets the location of a web search's user, flat as the other protocols have it.</summary>
    public static JsonObject? Location(JsonElement search)
    {
        var given = search.Member("user_location");
        if ((given.Member("approximate") ?? given) is not { ValueKind: JsonValueKind.Object } place)
        {
            return null;
        }
        var location = new JsonObject { ["type"] = "approximate" };
        foreach (var member in place.EnumerateObject())
        {
            location[member.Name] = WireJson.Node(member.Value);
        }
        return location;
    }

    /// <summary>Gets how many of the likeliest tokens are wanted beside each one; null if no log probabilities are wanted.</summary>
    public int? LogProbabilities
    {
        get
        {
            if (Value(Chat, "logprobs") is { ValueKind: JsonValueKind.True })
            {
                return Number(Value(Chat, TopLogProbabilities));
            }
            var isIncluded =
                Value(Responses, "include") is { ValueKind: JsonValueKind.Array } include
                && include
                    .EnumerateArray()
                    .Any(static item => Text(item) == CarriedSetting.LogProbabilities);
            return isIncluded || Value(Responses, TopLogProbabilities) is not null
                ? Number(Value(Responses, TopLogProbabilities))
                : null;
        }
    }

    /// <summary>Gets the names of the only tools that may be called, where a caller's protocol limits them apart from what it offers.</summary>
    public IReadOnlyList<string>? AllowedTools
    {
        get
        {
            var choice = Value(Chat, "tool_choice") ?? Value(Responses, "tool_choice");
            if (choice.Text("type") is not "allowed_tools")
            {
                return null;
            }
            return
            [
                .. (choice.Member("allowed_tools") ?? choice!.Value)
                    .Items("tools")
                    .Select(static tool =>
                        tool.Text("name")
                        ?? tool.Member("function").Text("name")
                        ?? tool.Member("custom").Text("name")
                    )
                    .OfType<string>(),
            ];
        }
    }

    private static int Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;

    private string? Tier =>
        Text(Value(Chat, "service_tier")) ?? Text(Value(Responses, "service_tier"));

    private JsonElement? Value(string protocol, string name)
    {
        if (
            options.AdditionalProperties is not { } properties
            || !properties.TryGetValue(ProtocolFields.Key(protocol, name), out var value)
        )
        {
            return null;
        }
        return value switch
        {
            null => null,
            JsonElement element => element,
            _ => JsonElement.Parse(WireJson.Write(value)),
        };
    }

    private JsonElement? Member(string protocol, string name, string member) =>
        Value(protocol, name) is { ValueKind: JsonValueKind.Object } given
            ? given.Member(member)
            : null;

    private static string? Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
