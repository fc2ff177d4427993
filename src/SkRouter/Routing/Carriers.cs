using System.Globalization;
using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>Reads what a call carries about itself, whichever language it speaks.</summary>
internal static class Carriers
{
    public static string? Explicit(ModelRequest request, string key)
    {
        if (request.IsSemanticKernel)
        {
            return Text(request.Settings?.ExtensionData, key) ?? Text(request.Kernel, key);
        }

        return AsText(Property(request, key));
    }

    /// <summary>What the call carries under a key as it is, where more than a text is allowed.</summary>
    public static object? Value(ModelRequest request, string key)
    {
        if (!request.IsSemanticKernel)
        {
            return Property(request, key);
        }

        return request.Settings?.ExtensionData is { } settings
            && settings.TryGetValue(key, out var value)
                ? value
            : request.Kernel is { } kernel && kernel.Data.TryGetValue(key, out value) ? value
            : null;
    }

    /// <summary>The service, in Semantic Kernel's words, or the model, in Microsoft.Extensions.AI's, that the call asks for.</summary>
    public static string? Target(ModelRequest request)
    {
        var target = request.IsSemanticKernel
            ? request.Settings?.ServiceId
            : request.Options?.ModelId;
        return string.IsNullOrEmpty(target) || target == PromptExecutionSettings.DefaultServiceId
            ? null
            : target;
    }

    /// <summary>The author of the instructions, which is the agent's name in Semantic Kernel's agents.</summary>
    public static string? Author(ModelRequest request)
    {
        if (request.IsSemanticKernel)
        {
            var history = request.History;
            return history.Count > 0 && IsInstruction(history[0].Role.Label)
                ? NullIfEmpty(history[0].AuthorName)
                : null;
        }

        var messages = request.Messages;
        return messages.Count > 0 && IsInstruction(messages[0].Role.Value)
            ? NullIfEmpty(messages[0].AuthorName)
            : null;
    }

    /// <summary>Agents may give their instructions as a developer's, which models that reason expect.</summary>
    private static bool IsInstruction(string role) => role is "system" or "developer";

    private static object? Property(ModelRequest request, string key) =>
        request.Options?.AdditionalProperties is { } properties
        && properties.TryGetValue(key, out var value)
            ? value
            : null;

    private static string? Text(IDictionary<string, object>? data, string key) =>
        data is not null && data.TryGetValue(key, out var value) ? AsText(value) : null;

    private static string? Text(Kernel? kernel, string key) =>
        kernel is not null && kernel.Data.TryGetValue(key, out var value) ? AsText(value) : null;

    // Settings that came through JSON carry elements instead of strings.
    private static string? AsText(object? value) =>
        NullIfEmpty(value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
