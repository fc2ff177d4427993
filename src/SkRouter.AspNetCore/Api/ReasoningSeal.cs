using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Packs what a provider wants back with its reasoning into the one field that another protocol has for it, together with the provider's name. A client
/// returns the field unchanged, so the reasoning finds its provider again, and no other provider is sent it.
/// </summary>
/// <param name="Provider">The provider, or one of <see cref="WireProtocols"/>.</param>
/// <param name="Data">The signature or the encrypted reasoning; null if the provider has neither.</param>
/// <param name="Id">The provider's id of the reasoning; null if it has none.</param>
/// <param name="Call">The call that <paramref name="Data"/> belongs to; null if it belongs to the reasoning.</param>
/// <param name="IsRedacted">Whether <paramref name="Data"/> is all there is.</param>
internal sealed record ReasoningSeal(
    string Provider,
    string? Data,
    string? Id,
    string? Call,
    bool IsRedacted
)
{
    /// <summary>Under this name reasoning carries the provider that wrote it.</summary>
    public const string Origin = "skrouter.provider";

    private const string Prefix = "skr1.";
    private const string Redacted = "redacted";

    /// <summary>Makes the seal of a piece of reasoning.</summary>
    public static ReasoningSeal Of(TextReasoningContent reasoning, string provider) =>
        new(
            provider,
            string.IsNullOrEmpty(reasoning.ProtectedData) ? null : reasoning.ProtectedData,
            Field(reasoning, provider, "id")?.ToString(),
            Field(reasoning, provider, ProtocolFields.OfCall)?.ToString(),
            Field(reasoning, provider, Redacted) is not null
        );

    /// <summary>Reads a seal.</summary>
    /// <returns>Null if the text is none, but what a provider of the client's own protocol wrote.</returns>
    public static ReasoningSeal? Open(string? text)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var json = JsonElement.Parse(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length)));
            return new(
                json.GetProperty("p").GetString()!,
                json.TryGetProperty("d", out var data) ? data.GetString() : null,
                json.TryGetProperty("i", out var id) ? id.GetString() : null,
                json.TryGetProperty("c", out var call) ? call.GetString() : null,
                json.TryGetProperty("r", out _)
            );
        }
        catch (Exception exception)
            when (exception
                    is FormatException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
            )
        {
            return null;
        }
    }

    /// <summary>Gets the text that stands for the seal.</summary>
    public string ToText()
    {
        var json = new JsonObject { ["p"] = Provider };
        if (Data is not null)
        {
            json["d"] = Data;
        }

        if (Id is not null)
        {
            json["i"] = Id;
        }

        if (Call is not null)
        {
            json["c"] = Call;
        }

        if (IsRedacted)
        {
            json["r"] = true;
        }

        return Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>Gives reasoning back what its provider wants with it.</summary>
    public void ApplyTo(IReadOnlyList<TextReasoningContent> thoughts)
    {
        foreach (var thought in thoughts)
        {
            var fields = thought.AdditionalProperties ??= [];
            fields[Origin] = Provider;
            if (Id is not null)
            {
                fields[$"{Provider}.id"] = Id;
            }

            if (Call is not null)
            {
                fields[$"{Provider}.{ProtocolFields.OfCall}"] = Call;
            }
        }

        thoughts[^1].ProtectedData = Data;
        if (IsRedacted)
        {
            thoughts[^1].AdditionalProperties![$"{Provider}.{Redacted}"] = true;
        }
    }

    private static object? Field(TextReasoningContent reasoning, string provider, string name) =>
        reasoning.AdditionalProperties?.TryGetValue($"{provider}.{name}", out var value) == true
            ? value
            : null;
}
