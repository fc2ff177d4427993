using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>
/// The response format in Semantic Kernel's settings: a type, a JSON schema or a name, in a property of a connector's own settings or in the
/// extension data. Semantic Kernel's conversion for chat clients throws on types and on objects of OpenAI's SDK, or loses them.
/// </summary>
internal static class RequestedFormat
{
    private const string Key = "response_format";

    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Properties = new();

    /// <returns>Null if the settings ask for none.</returns>
    public static object? Of(PromptExecutionSettings settings) =>
        PropertyOf(settings.GetType())?.GetValue(settings)
        ?? (
            settings.ExtensionData is { } data && data.TryGetValue(Key, out var value)
                ? value
                : null
        );

    /// <summary>A copy of the settings that asks for another format, or for none.</summary>
    public static PromptExecutionSettings With(PromptExecutionSettings settings, object? format)
    {
        var copy = settings.Clone();
        var property = PropertyOf(settings.GetType());
        property?.SetValue(copy, format);
        copy.ExtensionData?.Remove(Key);
        if (property is null && format is not null)
        {
            copy.ExtensionData ??= new Dictionary<string, object>(StringComparer.Ordinal);
            copy.ExtensionData[Key] = format;
        }

        return copy;
    }

    /// <summary>Whether Semantic Kernel's own connectors would throw on the format, or leave it out without a word.</summary>
    public static bool IsForeign(PromptExecutionSettings settings, object format) =>
        format switch
        {
            string or JsonElement => false,
            ChatResponseFormat or JsonNode or JsonDocument => true,
            _ => settings.GetType() == typeof(PromptExecutionSettings),
        };

    /// <summary>The format as Semantic Kernel's connectors take it.</summary>
    public static object? ForConnector(object format) =>
        ToChat(format) is { } chat ? OpenAIFormat.Write(chat.Format, chat.Strict) : format;

    /// <summary>The format as Microsoft.Extensions.AI has it, and whether the schema is to be held strictly, where that is said.</summary>
    /// <returns>Null for what is no response format.</returns>
    public static (ChatResponseFormat Format, bool? Strict)? ToChat(object? format) =>
        format switch
        {
            ChatResponseFormat chat => (chat, null),
            Type type => TypeSchema.Format(type),
            string text => OpenAIFormat.Read(text),
            JsonElement element => OpenAIFormat.Read(element),
            JsonDocument document => OpenAIFormat.Read(document.RootElement),
            JsonNode node => OpenAIFormat.Read(node.ToJsonString()),
            IPersistableModel<object> model => OpenAIFormat.Read(
                model.Write(ModelReaderWriterOptions.Json).ToString()
            ),
            IEnumerable<KeyValuePair<string, object?>> map => OpenAIFormat.Read(
                ToolArguments.Write(map)
            ),
            _ => null,
        };

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070",
        Justification = "An app that sets the property keeps it; where it was trimmed away, nobody can have set it."
    )]
    private static PropertyInfo? PropertyOf(Type type) =>
        type == typeof(PromptExecutionSettings)
            ? null
            : Properties.GetOrAdd(
                type,
                static type =>
                    type.GetProperty("ResponseFormat") is { CanWrite: true } property
                    && property.PropertyType == typeof(object)
                        ? property
                        : null
            );
}
