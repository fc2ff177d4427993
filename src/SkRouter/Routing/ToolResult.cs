using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>What a function returned, in the form that goes back to a model: text, an image, or JSON.</summary>
internal static class ToolResult
{
    public static object Read(FunctionResult result, KernelFunction function)
    {
        switch (result.GetValue<object>())
        {
            case null:
                return "";
            case string text:
                return text;
            case JsonElement { ValueKind: JsonValueKind.String } element:
                return element.GetString()!;
            case ImageContent image:
                return image;
            case ChatMessageContent message:
                return message.ToString();
            case IEnumerable<ChatMessageContent> messages:
                return string.Join(
                    Environment.NewLine,
                    messages.Select(message => message.ToString())
                );
            case { } value:
                return Json(
                    value,
                    function.JsonSerializerOptions ?? AIJsonUtilities.DefaultOptions
                );
        }
    }

    private static string Json(object value, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Serialize(value, options.GetTypeInfo(value.GetType()));
        }
        catch (NotSupportedException)
        {
            // Ahead of time there may be no metadata for the type; its text is better than no result.
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
    }
}
