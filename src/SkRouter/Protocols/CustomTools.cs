using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>
/// Custom tools of OpenAI's protocols take one text. To a deployment that knows functions only, each of them is a function with one parameter.
/// </summary>
internal static class CustomTools
{
    /// <summary>The name of the one parameter.</summary>
    public const string Input = "input";

    /// <summary>Gets the parameters of the function.</summary>
    public static JsonElement Schema { get; } =
        JsonElement.Parse(
            """{"type":"object","properties":{"input":{"type":"string","description":"The whole input of the tool as plain text."}},"required":["input"],"additionalProperties":false}"""
        );

    /// <summary>Gets the description of the function: a grammar that the tool's input must follow is part of it.</summary>
    /// <param name="description">The tool's own description.</param>
    /// <param name="grammar">The grammar's syntax and definition; null if the input is any text.</param>
    public static string Describe(
        string? description,
        (string? Syntax, string? Definition)? grammar
    ) =>
        grammar is var (syntax, definition)
            ? $"{description}\n\nThe input must follow this grammar ({syntax}):\n{definition}"
            : description ?? "";

    /// <summary>Makes a call.</summary>
    public static FunctionCallContent Call(string id, string name, string input) =>
        new(
            id,
            name,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [Input] = JsonElement.Parse(ProtocolJson.Write(JsonValue.Create(input))),
            }
        )
        {
            AdditionalProperties = new() { [ProtocolFields.CustomCall] = true },
        };

    /// <summary>Decides whether a call was read as that of a custom tool.</summary>
    public static bool IsCall(FunctionCallContent call) =>
        call.AdditionalProperties?.ContainsKey(ProtocolFields.CustomCall) is true;

    /// <summary>Gets the text that a call gives the tool. A model that knows functions only may call the one parameter something else.</summary>
    public static string InputOf(FunctionCallContent call)
    {
        if (call is { Exception: not null, RawRepresentation: string raw })
        {
            return raw;
        }

        var arguments = new JsonObject();
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            arguments[name] = ProtocolJson.Node(value);
        }

        var input = arguments[Input] ?? (arguments.Count == 1 ? arguments.First().Value : null);
        return input is JsonValue only && only.TryGetValue<string>(out var text) ? text
            : arguments.Count == 0 ? ""
            : ProtocolJson.Write(input ?? arguments);
    }
}
