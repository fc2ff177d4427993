using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>What the request readers of all protocols share.</summary>
internal static class ReadOptions
{
    /// <summary>What Microsoft.Extensions.AI has no member for goes as the provider's own.</summary>
    public static void Keep(
        AdditionalPropertiesDictionary target,
        JsonElement source,
        string provider,
        params string[] known
    )
    {
        foreach (var member in source.EnumerateObject())
        {
            if (
                !known.Contains(member.Name, StringComparer.Ordinal)
                && member.Value.ValueKind != JsonValueKind.Null
            )
            {
                target[$"{provider}.{member.Name}"] = member.Value;
            }
        }
    }

    public static T With<T>(
        this T content,
        JsonElement source,
        string provider,
        params string[] known
    )
        where T : AIContent
    {
        var extras = content.AdditionalProperties ?? [];
        Keep(extras, source, provider, known);
        content.AdditionalProperties = extras.Count > 0 ? extras : null;
        return content;
    }

    public static RecordedTool Tool(
        JsonElement declaration,
        JsonElement outer,
        string provider,
        string schemaName,
        params string[] known
    )
    {
        var extras = new AdditionalPropertiesDictionary();
        Keep(extras, outer, provider, known);
        if (declaration.At("strict") is { } strict)
        {
            extras["strict"] = strict.GetBoolean();
        }
        return new RecordedTool(
            declaration.String("name")!,
            declaration.String("description"),
            declaration.At(schemaName) ?? JsonElement.Parse("{}"),
            new Dictionary<string, object?>(extras, StringComparer.Ordinal)
        );
    }

    public static AIContent Media(string uri, string mediaType, string? name = null) =>
        uri.StartsWith("data:", StringComparison.Ordinal)
            ? new DataContent(uri) { Name = name }
            : new UriContent(uri, mediaType);

    /// <summary>A call whose arguments may be anything a model wrote.</summary>
    public static FunctionCallContent Call(string id, string name, string? arguments)
    {
        var call = new FunctionCallContent(id, name);
        try
        {
            call.Arguments = Arguments(
                JsonElement.Parse(string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments)
            );
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            call.Exception = exception;
            call.RawRepresentation = arguments;
        }
        return call;
    }

    public static Dictionary<string, object?> Arguments(JsonElement arguments) =>
        arguments
            .EnumerateObject()
            .ToDictionary(
                member => member.Name,
                member => (object?)member.Value,
                StringComparer.Ordinal
            );

    public static ReasoningEffort? Effort(string? word) =>
        word switch
        {
            "none" => ReasoningEffort.None,
            "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" => ReasoningEffort.ExtraHigh,
            _ => null,
        };
}
