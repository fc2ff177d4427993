using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Messages;

/// <summary>The members of a message beside its content, its end and its usage: those of a provider of the protocol, and null for what no other one has.</summary>
internal static class MessageMembers
{
    private const string Edits = "context_management";
    private const string StopSequence = "stop_sequence";

    private static readonly string[] OfMessage =
    [
        "container",
        Edits,
        "diagnostics",
        "stop_details",
    ];

    private static readonly string[] OfEnd = ["container", "stop_details"];

    /// <summary>Writes those of a message.</summary>
    public static void Write(Utf8JsonWriter json, AdditionalPropertiesDictionary? extras)
    {
        WriteNulls(json, extras, OfMessage);
        WriteOwn(json, extras, static _ => true);
    }

    /// <summary>Writes those that stand within the change that ends a streamed message.</summary>
    public static void WriteEnd(Utf8JsonWriter json, AdditionalPropertiesDictionary? extras)
    {
        WriteNulls(json, extras, OfEnd);
        WriteOwn(json, extras, static name => name is not Edits);
    }

    /// <summary>Writes those that stand beside it.</summary>
    public static void WriteBesideEnd(
        Utf8JsonWriter json,
        AdditionalPropertiesDictionary? extras
    ) => WriteOwn(json, extras, static name => name is Edits);

    private static void WriteNulls(
        Utf8JsonWriter json,
        AdditionalPropertiesDictionary? extras,
        string[] names
    )
    {
        foreach (var name in names)
        {
            if (extras?.ContainsKey(ProtocolFields.Key(WireProtocols.Messages, name)) is not true)
            {
                json.WriteNull(name);
            }
        }
    }

    private static void WriteOwn(
        Utf8JsonWriter json,
        AdditionalPropertiesDictionary? extras,
        Func<string, bool> isWanted
    )
    {
        foreach (var (key, value) in extras ?? [])
        {
            if (
                ProtocolFields.After(key, WireProtocols.Messages) is { } name
                && name != StopSequence
                && value is JsonElement element
                && isWanted(name)
            )
            {
                json.WritePropertyName(name);
                element.WriteTo(json);
            }
        }
    }
}
