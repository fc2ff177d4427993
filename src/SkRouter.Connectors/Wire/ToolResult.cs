using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>What a tool returned, apart by what a provider can take.</summary>
internal static class ToolResult
{
    public static string Text(FunctionResultContent result) =>
        result.Result switch
        {
            null => result.Exception?.Message ?? "",
            string text => text,
            TextContent text => text.Text,
            IEnumerable<AIContent> contents => string.Concat(
                contents.OfType<TextContent>().Select(static content => content.Text)
            ),
            AIContent => "",
            var other => WireJson.Write(other) is var json && json.StartsWith('"')
                ? System.Text.Json.JsonSerializer.Deserialize<string>(json) ?? ""
                : json,
        };

    /// <summary>The parts of a result that came as contents, or nothing if it is plain.</summary>
    public static IReadOnlyList<AIContent>? Contents(FunctionResultContent result) =>
        result.Result switch
        {
            AIContent content => [content],
            IEnumerable<AIContent> contents => [.. contents],
            _ => null,
        };

    public static IEnumerable<AIContent> Media(FunctionResultContent result) =>
        (Contents(result) ?? []).Where(static content => content is not TextContent);
}
