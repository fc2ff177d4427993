using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes the contents of an answer as Anthropic's blocks. Those of a provider of the protocol are written as it wrote them.</summary>
/// <param name="provider">The provider that answers.</param>
/// <param name="speaker">What it speaks; null for a deployment that is not a connector of SkRouter.</param>
/// <param name="showsThinking">Whether the client takes thinking.</param>
internal sealed class MessagesBlocks(string provider, Speaker? speaker, bool showsThinking)
{
    private const string Redacted = "redacted";

    public static MessagesBlocks Of(ModelInvocationContext context, bool showsThinking) =>
        new(
            context.Served?.Provider ?? context.Served?.Model ?? "",
            context.Served?.Speaker,
            showsThinking
        );

    /// <summary>Gets whether the provider speaks the protocol.</summary>
    public bool IsNative => speaker?.Protocol == WireProtocols.Messages;

    /// <summary>Decides whether the client sees the model's thinking: always what a provider of the protocol sends it.</summary>
    public bool Shows(TextReasoningContent reasoning) =>
        IsNative || (showsThinking && (reasoning.Text.Length > 0 || HasData(reasoning)));

    public bool IsRedacted(TextReasoningContent reasoning) =>
        IsNative && Field(reasoning, Redacted) is not null;

    /// <summary>Gets the signature of thinking: the provider's own, or a seal that names a provider of another protocol.</summary>
    public string Signature(TextReasoningContent reasoning) =>
        IsNative ? reasoning.ProtectedData ?? "" : ReasoningSeal.Of(reasoning, provider).ToText();

    /// <summary>Gets the provider's own block; null for what is none of this protocol.</summary>
    public JsonElement? Own(AIContent content) =>
        content is ProviderContent own && IsNative && speaker!.IsCalled(own.Provider)
            ? own.Block
            : null;

    /// <summary>Gets the citations of a text in the words of the protocol.</summary>
    public IEnumerable<JsonElement> Citations(AIContent content) =>
        IsNative
            ? (content.Annotations ?? [])
                .Select(annotation => annotation.RawRepresentation)
                .OfType<JsonElement>()
            : [];

    /// <summary>Writes what a call has beside its name and its arguments.</summary>
    public void WriteCallFields(Utf8JsonWriter json, FunctionCallContent call)
    {
        var hasCaller = false;
        foreach (var (key, value) in call.AdditionalProperties ?? [])
        {
            if (IsNative && speaker!.FieldOf(key) is { } field && value is JsonElement element)
            {
                hasCaller |= field == "caller";
                json.WritePropertyName(field);
                element.WriteTo(json);
            }
        }

        if (!hasCaller)
        {
            json.WriteStartObject("caller");
            json.WriteString("type", "direct");
            json.WriteEndObject();
        }
    }

    /// <summary>The arguments, which in this protocol are an object and not text; a model's broken text has no place there.</summary>
    public static string Input(FunctionCallContent call) =>
        call.Exception is null ? AnswerParts.Arguments(call) : "{}";

    private static bool HasData(TextReasoningContent reasoning) =>
        !string.IsNullOrEmpty(reasoning.ProtectedData);

    private object? Field(AIContent content, string name)
    {
        foreach (var (key, value) in content.AdditionalProperties ?? [])
        {
            if (speaker!.FieldOf(key) == name)
            {
                return value;
            }
        }

        return null;
    }
}
