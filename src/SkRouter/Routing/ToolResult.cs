using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>
/// What goes back to a model as the result of a tool: text, an image, or JSON, as Semantic Kernel's connectors write it, so that prompts that
/// rely on it work alike with and without the router.
/// </summary>
internal static class ToolResult
{
    /// <summary>The model called a function that it was not offered.</summary>
    public const string NotOffered =
        "Error: Function call request for a function that wasn't defined. Correct yourself.";

    private static readonly JsonSerializerOptions? Reflecting = WithReflection();

    /// <summary>The model wrote arguments that cannot be read.</summary>
    public static string Unreadable(Exception fault) =>
        $"Error: Function call processing failed. Correct yourself. {fault.Message}";

    /// <summary>The function, or a filter around it, threw.</summary>
    public static string Failed(Exception exception) =>
        $"Error: Exception while invoking function. {exception.Message}";

    public static object Read(FunctionResult result, KernelFunction function)
    {
        switch (result.GetValue<object>())
        {
            case null:
                return "";
            case string text:
                return text;
            case ImageContent image:
                return image;
            case ChatMessageContent message:
                return message.ToString();
            case IEnumerable<ChatMessageContent> messages:
                return string.Join(",", messages.Select(message => message.ToString()));
            case { } value:
                return Json(
                    value,
                    Reflecting ?? function.JsonSerializerOptions ?? AIJsonUtilities.DefaultOptions
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

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2026",
        Justification = "Only used where the app has not switched reflection off."
    )]
    [UnconditionalSuppressMessage(
        "AOT",
        "IL3050",
        Justification = "Only used where the app has not switched reflection off."
    )]
    private static JsonSerializerOptions? WithReflection() =>
        JsonSerializer.IsReflectionEnabledByDefault
            ? new(JsonSerializerOptions.Default)
            {
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
            : null;
}
