using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes the contents of an answer as Anthropic's blocks. Those of a provider of the protocol are written as it wrote them.</summary>
/// <param name="provider">The provider that answers.</param>
/// <param name="speaker">What it speaks; null for a deployment that is not a connector of SkRouter.</param>
/// <param name="showsThinking">Whether the client takes thinking.</param>
/// <param name="isWhole">Whether the answer is whole and not streamed.</param>
internal sealed class MessagesBlocks(
    string provider,
    Speaker? speaker,
    bool showsThinking,
    bool isWhole
)
{
    private const string Redacted = "redacted";

    private readonly TextPlaces _places = new(speaker, isWhole);
    private readonly StringBuilder _said = new();

    /// <summary>Gets what the protocol has no word for.</summary>
    public AnswerLosses Losses { get; } = new(WireProtocols.Messages, speaker);

    public static MessagesBlocks Of(
        ModelInvocationContext context,
        bool showsThinking,
        bool isWhole
    ) =>
        new(
            context.Served?.Provider ?? context.Served?.Model ?? "",
            context.Served?.Speaker,
            showsThinking,
            isWhole
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

    /// <summary>Follows the texts of the answer, as far as citations of other providers need it.</summary>
    /// <returns>True if the text is one of its own and does not go on with the one before.</returns>
    public bool Add(AIContent content, string text)
    {
        if (!IsNative)
        {
            _said.Append(text);
        }

        return _places.Add(content, text);
    }

    /// <summary>Gets the citations of a text in the words of the protocol.</summary>
    public IEnumerable<JsonElement> Citations(AIContent content)
    {
        foreach (var annotation in content.Annotations ?? [])
        {
            if (IsNative)
            {
                if (annotation.RawRepresentation is JsonElement own)
                {
                    yield return own;
                }
            }
            else if (annotation is CitationAnnotation { Url: { } url } citation)
            {
                var (start, end) = _places.PartOf(citation);
                yield return MessagesCitation.Of(
                    citation,
                    url,
                    citation.Snippet ?? Part(start, end),
                    provider
                );
            }
            else
            {
                Losses.Name("citations");
            }
        }
    }

    /// <summary>
    /// Gets the reasoning that stands for the signature of a call. The protocol has no place for one in a call, and a provider that signs calls wants it back.
    /// </summary>
    /// <returns>Null if the call has none.</returns>
    public TextReasoningContent? SignatureOf(AIContent content) =>
        IsNative ? null : CallSignature.Of(content, provider);

    /// <summary>Gets what is said by a content that is no text: a refusal, or the words of a sound.</summary>
    public static string? WordsOf(AIContent content) =>
        AnswerParts.RefusalOf(content) ?? ChatParts.TranscriptOf(content);

    /// <summary>Names a content that has no block.</summary>
    public void NameUnlessShown(AIContent content)
    {
        if (Own(content) is null && AnswerParts.RefusalOf(content) is null)
        {
            Losses.Name(content);
        }
    }

    /// <summary>Writes what was consumed.</summary>
    public void WriteUsage(
        Utf8JsonWriter json,
        UsageDetails? details,
        AdditionalPropertiesDictionary? extras
    )
    {
        NameUsage(details, extras);
        MessagesUsageWriter.Write(json, details, RawUsage(extras), ServiceTiers.Read(extras));
    }

    /// <summary>Names counts that the protocol does not have.</summary>
    public void NameUsage(UsageDetails? details, AdditionalPropertiesDictionary? extras)
    {
        if (IsNative)
        {
            return;
        }

        Losses.NameMedia(details);
        if (ServiceTiers.Read(extras) is { } tier && ServiceTiers.ForMessages(tier) is null)
        {
            Losses.Name("service_tier");
        }
    }

    /// <summary>Gets the provider's own account, if it speaks the protocol.</summary>
    public JsonElement? RawUsage(AdditionalPropertiesDictionary? properties) =>
        IsNative
        && properties?.TryGetValue("skrouter.raw_usage", out var raw) == true
        && raw is JsonElement { ValueKind: JsonValueKind.Object } usage
            ? usage
            : null;

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

    private string Part(int start, int end)
    {
        var from = Math.Clamp(start, 0, _said.Length);
        return _said.ToString(from, Math.Clamp(end, from, _said.Length) - from);
    }

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
