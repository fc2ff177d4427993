using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes what a provider of the same protocol said that Microsoft.Extensions.AI has no member for: log probabilities, a fingerprint, members to come.</summary>
internal static class ChatExtras
{
    private const string Choice = $"{WireProtocols.ChatCompletions}.choice";
    private const string Message = $"{WireProtocols.ChatCompletions}.message";
    private const string Choices = $"{WireProtocols.ChatCompletions}.choices";
    private const string LogProbabilities = "logprobs";
    private const string Signature = ".thoughtSignature";

    /// <summary>Writes the members of the answer itself.</summary>
    public static void WriteTop(Utf8JsonWriter json, AdditionalPropertiesDictionary? extras)
    {
        foreach (var (key, value) in extras ?? [])
        {
            if (
                key is not (Choice or Message or Choices)
                && ProtocolFields.After(key, WireProtocols.ChatCompletions) is { } name
                && value is JsonElement element
            )
            {
                json.WritePropertyName(name);
                element.WriteTo(json);
            }
        }
    }

    /// <summary>Writes the members of the choice; the log probabilities also where there are none.</summary>
    /// <param name="json">The output.</param>
    /// <param name="extras">What the answer says beside its content.</param>
    /// <param name="logprobs">The log probabilities of an answer in another protocol; null if it has none.</param>
    public static void WriteChoice(
        Utf8JsonWriter json,
        AdditionalPropertiesDictionary? extras,
        JsonElement? logprobs
    )
    {
        var members = MembersOf(extras, Choice);
        if (members?.ContainsKey(LogProbabilities) is not true)
        {
            WriteLogprobs(json, logprobs);
        }

        Write(json, members);
    }

    public static void WriteLogprobs(Utf8JsonWriter json, JsonElement? tokens)
    {
        if (tokens is not { } list)
        {
            json.WriteNull(LogProbabilities);
            return;
        }

        json.WriteStartObject(LogProbabilities);
        json.WritePropertyName("content");
        list.WriteTo(json);
        json.WriteNull("refusal");
        json.WriteEndObject();
    }

    /// <summary>Writes the choices beside the first one, where several were asked for.</summary>
    public static void WriteChoices(Utf8JsonWriter json, AdditionalPropertiesDictionary? extras)
    {
        foreach (var choice in ChoicesOf(extras) ?? [])
        {
            choice.WriteTo(json);
        }
    }

    public static bool HasChoices(AdditionalPropertiesDictionary? extras) =>
        ChoicesOf(extras) is not null;

    /// <summary>Writes the members of the message.</summary>
    public static void WriteMessage(Utf8JsonWriter json, AdditionalPropertiesDictionary? extras) =>
        Write(json, MembersOf(extras, Message));

    public static bool HasChoice(AdditionalPropertiesDictionary? extras) =>
        MembersOf(extras, Choice) is not null;

    public static bool HasMessage(AdditionalPropertiesDictionary? extras) =>
        MembersOf(extras, Message) is not null;

    /// <summary>Writes what must come back with a call: members that its provider gave it, and Gemini's signature as Google's own chat completions have it.</summary>
    public static void WriteCall(Utf8JsonWriter json, FunctionCallContent call)
    {
        foreach (var (key, value) in call.AdditionalProperties ?? [])
        {
            if (
                ProtocolFields.After(key, WireProtocols.ChatCompletions) is { } name
                && value is JsonElement element
            )
            {
                json.WritePropertyName(name);
                element.WriteTo(json);
            }
            else if (key.EndsWith(Signature, StringComparison.Ordinal) && value is string signature)
            {
                json.WriteStartObject("extra_content");
                json.WriteStartObject("google");
                json.WriteString("thought_signature", signature);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }
    }

    /// <summary>Gets the blocks of reasoning that OpenRouter wants back unchanged; null if a content holds none.</summary>
    public static string? DetailsOf(AIContent content) =>
        content is TextReasoningContent { ProtectedData: ['[', ..] details } ? details : null;

    private static IReadOnlyList<JsonElement>? ChoicesOf(AdditionalPropertiesDictionary? extras) =>
        extras is not null && extras.TryGetValue(Choices, out var value)
            ? value as IReadOnlyList<JsonElement>
            : null;

    private static Dictionary<string, JsonElement>? MembersOf(
        AdditionalPropertiesDictionary? extras,
        string key
    ) =>
        extras is not null && extras.TryGetValue(key, out var value)
            ? value as Dictionary<string, JsonElement>
            : null;

    private static void Write(Utf8JsonWriter json, Dictionary<string, JsonElement>? members)
    {
        foreach (var (name, value) in members ?? [])
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
