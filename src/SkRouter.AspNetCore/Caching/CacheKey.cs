using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Caching;

/// <summary>What makes two requests the same: everything that a model would see of them, whoever answers them, and whose they are.</summary>
internal static class CacheKey
{
    private const string Carriers = "skrouter.";

    private static readonly JsonSerializerOptions Json = AIJsonUtilities.DefaultOptions;

    /// <summary>The key; null for a request that holds something that cannot be compared.</summary>
    public static string? Of(ModelInvocationContext context, string scope)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            Add(hash, new[] { scope, context.Tenant ?? "", context.Role });
            Add(hash, context.Pinned?.Select(deployment => deployment.Key).ToArray() ?? []);
            Add(hash, new[] { context.Floor?.Key ?? "", context.Ceiling?.Key ?? "" });
            foreach (var message in context.Request.Messages)
            {
                Add(hash, message);
            }

            if (context.Request.Options is { } options)
            {
                Add(hash, Comparable(options));
                AddTools(hash, options);
            }
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            return null;
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // Tools are compared by what the model is told of them; the options' own JSON leaves them out.
    private static void AddTools(IncrementalHash hash, ChatOptions options)
    {
        foreach (var tool in options.Tools ?? [])
        {
            Add(hash, new[] { tool.Name, tool.Description });
            if (tool is AIFunctionDeclaration function)
            {
                Add(hash, function.JsonSchema);
            }

            Add(hash, tool.AdditionalProperties);
        }
    }

    private static ChatOptions Comparable(ChatOptions options)
    {
        var copy = options.Clone();
        copy.Tools = null;
        copy.ModelId = null;
        if (copy.AdditionalProperties is { } properties)
        {
            foreach (var key in properties.Keys.Where(IsCarrier).ToList())
            {
                properties.Remove(key);
            }
        }

        return copy;
    }

    /// <summary>Who asks does not change the answer; how much the model may think does.</summary>
    private static bool IsCarrier(string key) =>
        key.StartsWith(Carriers, StringComparison.Ordinal)
        && key is not (ProtocolFields.ReasoningBudget or ProtocolFields.ReasoningWord);

    private static void Add<T>(IncrementalHash hash, T value)
    {
        // The length keeps what ends here apart from what begins there.
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, Json.GetTypeInfo(typeof(T)));
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
