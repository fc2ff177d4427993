using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>OpenAI's strict mode takes only closed schemas in which every property is required.</summary>
internal static class StrictSchema
{
    private static readonly string[] Maps = ["properties", "$defs", "definitions"];
    private static readonly string[] Lists = ["anyOf"];

    /// <summary>Keywords that strict mode refuses (platform.openai.com/docs/guides/structured-outputs, supported schemas).</summary>
    private static readonly string[] Refused =
    [
        "oneOf",
        "allOf",
        "not",
        "if",
        "then",
        "else",
        "prefixItems",
        "patternProperties",
        "dependentRequired",
        "dependentSchemas",
    ];

    /// <summary>Gets whether the caller wants the answer's schema strict; null if it does not say.</summary>
    public static bool? Wanted(ChatOptions options) =>
        options.AdditionalProperties?.TryGetValue(ProtocolFields.StrictSchema, out var strict)
            is true
            ? strict switch
            {
                bool wanted => wanted,
                JsonElement { ValueKind: JsonValueKind.True } => true,
                JsonElement { ValueKind: JsonValueKind.False } => false,
                _ => null,
            }
            : null;

    /// <summary>Gets whether a tool is strict. Anthropic's strict tools have other rules: what OpenAI would refuse is asked for without being strict.</summary>
    public static bool? OfTool(AIFunctionDeclaration tool, ChatOptions options, RequestNotes notes)
    {
        if (
            !tool.AdditionalProperties.TryGetValue("strict", out var strict)
            || strict is not bool wanted
        )
        {
            return null;
        }
        if (wanted && FieldNames.IsFrom(options, WireProtocols.Messages) && !Fits(tool.JsonSchema))
        {
            notes.Left("strict");
            return false;
        }
        return wanted;
    }

    public static bool Fits(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object
        || (
            IsClosed(schema)
            && !Refused.Any(name => schema.TryGetProperty(name, out _))
            && Maps.All(name =>
                schema.Member(name) is not { ValueKind: JsonValueKind.Object } members
                || members.EnumerateObject().All(static member => Fits(member.Value))
            )
            && Lists.All(name => schema.Items(name).All(Fits))
            && (schema.Member("items") is not { } items || Fits(items))
        );

    private static bool IsClosed(JsonElement schema)
    {
        if (!string.Equals(schema.Text("type"), "object", StringComparison.Ordinal))
        {
            return true;
        }
        var required = schema
            .Items("required")
            .Select(static item => item.GetString())
            .ToHashSet(StringComparer.Ordinal);
        return schema.Member("additionalProperties") is { ValueKind: JsonValueKind.False }
            && (
                schema.Member("properties") is not { ValueKind: JsonValueKind.Object } properties
                || properties.EnumerateObject().All(property => required.Contains(property.Name))
            );
    }
}
