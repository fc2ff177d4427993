using System.Net;
using System.Text.Json;

namespace SkRouter.Connectors.Wire;

/// <summary>Holds an answer to the schema that the model was only told of.</summary>
internal static class InstructedAnswer
{
    /// <summary>The JSON of the answer, without the fence that models like to put around it.</summary>
    /// <exception cref="ProviderException">The answer is not JSON, or not of the schema.</exception>
    public static string Check(string text, JsonElement schema, string provider)
    {
        var json = WithoutFence(text);
        string? fault;
        try
        {
            fault = new SchemaCheck(schema).FaultOf(JsonElement.Parse(json));
        }
        catch (JsonException exception)
        {
            throw Wrong(provider, "it is not JSON", exception);
        }
        return fault is null ? json : throw Wrong(provider, fault, null);
    }

    private static string WithoutFence(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith("```", StringComparison.Ordinal))
        {
            return trimmed;
        }
        var start = trimmed.IndexOf('\n', StringComparison.Ordinal);
        var end = trimmed.LastIndexOf("```", StringComparison.Ordinal);
        return start > 0 && end > start ? trimmed[(start + 1)..end].Trim() : trimmed;
    }

    private static ProviderException Wrong(string provider, string fault, Exception? inner) =>
        new($"{provider} answered, but not by the schema: {fault}.", HttpStatusCode.OK, inner)
        {
            Provider = provider,
            ErrorCode = "invalid_structured_output",
            Detail = fault,
        };
}
