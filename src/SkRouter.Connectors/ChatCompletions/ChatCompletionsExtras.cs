using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Keeps what an answer says that Microsoft.Extensions.AI has no member for, so that a caller of the same protocol gets it.</summary>
internal static class ChatCompletionsExtras
{
    /// <summary>Under this name the extras of an answer hold those of its choice.</summary>
    public const string Choice = $"{WireProtocols.ChatCompletions}.choice";

    /// <summary>Under this name they hold those of its message.</summary>
    public const string Message = $"{WireProtocols.ChatCompletions}.message";

    /// <summary>Under this name they hold the choices beside the first one (<c>JsonElement</c>s), which a caller of the same protocol asked for with <c>n</c>.</summary>
    public const string Choices = $"{WireProtocols.ChatCompletions}.choices";

    private static readonly HashSet<string> OfAnswer = new(StringComparer.Ordinal)
    {
        "id",
        "object",
        "created",
        "model",
        "choices",
        "usage",
        "error",
        "obfuscation",
    };

    private static readonly HashSet<string> OfChoice = new(StringComparer.Ordinal)
    {
        "index",
        "message",
        "delta",
        "finish_reason",
    };

    private static readonly HashSet<string> OfMessage = new(StringComparer.Ordinal)
    {
        "role",
        "content",
        "refusal",
        "reasoning",
        "reasoning_content",
        "reasoning_details",
        "tool_calls",
        "function_call",
        "images",
        "annotations",
    };

    private static readonly HashSet<string> OfCall = new(StringComparer.Ordinal)
    {
        "id",
        "index",
        "type",
        "function",
        "custom",
    };

    /// <summary>Keeps what a provider wants back with a call, such as Google's <c>extra_content</c>.</summary>
    public static void AddTo(FunctionCallContent call, JsonElement given)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            return;
        }
        foreach (var member in given.EnumerateObject())
        {
            if (IsExtra(member, OfCall))
            {
                (call.AdditionalProperties ??= [])[
                    ProtocolFields.Key(WireProtocols.ChatCompletions, member.Name)
                ] = member.Value;
            }
        }
    }

    /// <summary>Whether a call, or a piece of one, carries more than itself.</summary>
    public static bool HasMore(JsonElement call) =>
        call.ValueKind is JsonValueKind.Object
        && call.EnumerateObject().Any(static member => IsExtra(member, OfCall));

    public static void Add(
        AdditionalPropertiesDictionary extras,
        JsonElement answer,
        JsonElement choice
    )
    {
        if (answer.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in answer.EnumerateObject())
            {
                if (IsExtra(member, OfAnswer))
                {
                    extras[ProtocolFields.Key(WireProtocols.ChatCompletions, member.Name)] =
                        member.Value;
                }
            }
        }
        AddChoices(extras, answer);
        AddRest(extras, Choice, choice, OfChoice);
        if (choice.ValueKind is JsonValueKind.Object)
        {
            foreach (var name in (string[])["message", "delta"])
            {
                if (choice.TryGetProperty(name, out var message))
                {
                    AddRest(extras, Message, message, OfMessage);
                }
            }
        }
    }

    /// <summary>Gets the choice that is the answer: the first by its index. A chunk of a stream may have none.</summary>
    public static JsonElement FirstChoice(JsonElement answer) =>
        answer.Items("choices").FirstOrDefault(IsFirst);

    private static void AddChoices(AdditionalPropertiesDictionary extras, JsonElement answer)
    {
        List<JsonElement>? others = null;
        foreach (var choice in answer.Items("choices"))
        {
            if (!IsFirst(choice))
            {
                (others ??= []).Add(choice);
            }
        }
        if (others is not null)
        {
            extras[Choices] = others;
        }
    }

    private static bool IsFirst(JsonElement choice) => choice.Count("index") is null or 0;

    private static void AddRest(
        AdditionalPropertiesDictionary extras,
        string key,
        JsonElement given,
        HashSet<string> known
    )
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            return;
        }
        Dictionary<string, JsonElement>? rest = null;
        foreach (var member in given.EnumerateObject())
        {
            if (IsExtra(member, known))
            {
                (rest ??= new(StringComparer.Ordinal))[member.Name] = member.Value;
            }
        }
        if (rest is not null)
        {
            extras[key] = rest;
        }
    }

    private static bool IsExtra(JsonProperty member, HashSet<string> known) =>
        member.Value.ValueKind is not JsonValueKind.Null && !known.Contains(member.Name);
}
