using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>
/// The schema of a type that an app wants as the answer, as Semantic Kernel's OpenAI connector makes it: with the names of its properties as
/// they are in C#, nothing besides them, all of them required, and enums by name.
/// </summary>
internal static class TypeSchema
{
    private static readonly AIJsonSchemaCreateOptions Strict = new()
    {
        TransformOptions = new()
        {
            DisallowAdditionalProperties = true,
            RequireAllProperties = true,
            MoveDefaultKeywordToDescription = true,
        },
    };

    private static readonly JsonSerializerOptions Serializer = Make();

    public static (ChatResponseFormat Format, bool? Strict) Format(Type type)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        var schema = AIJsonUtilities.CreateJsonSchema(
            wanted,
            serializerOptions: Serializer,
            inferenceOptions: Strict
        );
        return (ChatResponseFormat.ForJsonSchema(schema, Name(wanted)), true);
    }

    private static string Name(Type type) =>
        type.IsGenericType
            ? string.Concat([
                type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)],
                .. type.GetGenericArguments().Select(Name),
            ])
            : type.Name.Replace("[]", "Array", StringComparison.Ordinal);

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
    private static JsonSerializerOptions Make()
    {
        if (!JsonSerializer.IsReflectionEnabledByDefault)
        {
            return AIJsonUtilities.DefaultOptions;
        }

        var options = new JsonSerializerOptions(JsonSerializerOptions.Default);
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly();
        return options;
    }
}
