using System.Text.Json;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;

namespace SkRouter.Routing;

/// <summary>
/// Arguments that Semantic Kernel could not hand to a function in the type in which a chat client gives them: it reads an enum, a nullable or
/// nested JSON from text, but not from an element that holds that text; and a text parameter takes nothing but text.
/// </summary>
internal static class FunctionArguments
{
    /// <returns>The arguments themselves, if they fit; else a copy.</returns>
    public static KernelArguments? Fit(KernelArguments? arguments, KernelFunction function)
    {
        if (arguments is not { Count: > 0 })
        {
            return arguments;
        }

        KernelArguments? fitting = null;
        foreach (var parameter in function.Metadata.Parameters)
        {
            if (
                parameter.ParameterType is { } type
                && arguments.TryGetValue(parameter.Name, out var value)
                && value is JsonElement element
                && TakesTextOnly(type, element)
            )
            {
                (fitting ??= new(arguments, arguments.ExecutionSettings?.ToDictionary()))[
                    parameter.Name
                ] = JsonText.Of(element);
            }
        }

        return fitting ?? arguments;
    }

    private static bool TakesTextOnly(Type type, JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.String)
        {
            return type == typeof(string);
        }

        if (Nullable.GetUnderlyingType(type) is not null || type.IsEnum)
        {
            return true;
        }

        return type != typeof(string)
            && type != typeof(object)
            && type != typeof(JsonElement)
            && !type.IsAssignableTo(typeof(System.Text.Json.Nodes.JsonNode))
            && type != typeof(JsonDocument)
            && JsonText.Of(element)!.AsSpan().TrimStart() is ['{' or '[', ..];
    }
}
