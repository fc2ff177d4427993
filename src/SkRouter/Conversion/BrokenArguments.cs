using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.SemanticKernel.FunctionCallContent;

namespace SkRouter.Conversion;

/// <summary>
/// Tool calls whose arguments an SDK could not read. Some of them have none at all, which several SDKs take for broken JSON; they are
/// repaired. The others keep their exception, so that the model can be told.
/// </summary>
internal static class BrokenArguments
{
    /// <summary>The exception that Semantic Kernel's connectors put on such a call.</summary>
    public static KernelException Exception() =>
        new("Error: Function call arguments were invalid JSON.");

    public static void Repair(IReadOnlyList<ChatMessageContent> contents)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            var items = contents[i].Items;
            for (var j = 0; j < items.Count; j++)
            {
                if (items[j] is FunctionCallContent { Exception: not null } call && HasNone(call))
                {
                    items[j] = new FunctionCallContent(
                        call.FunctionName,
                        call.PluginName,
                        call.Id,
                        new KernelArguments()
                    )
                    {
                        InnerContent = new ArgumentText(""),
                        Metadata = call.Metadata,
                    };
                }
            }
        }
    }

    public static void Repair(IList<AIContent> contents)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            if (
                contents[i]
                    is Microsoft.Extensions.AI.FunctionCallContent { Exception: not null } call
                && HasNone(call.RawRepresentation, call.Exception)
            )
            {
                call.Exception = null;
                call.Arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
            }
        }
    }

    private static bool HasNone(FunctionCallContent call) =>
        HasNone(call.InnerContent, call.Exception!);

    private static bool HasNone(object? kept, Exception exception) =>
        (kept as string ?? ToolArguments.Written(kept)) is { } written
            ? ToolArguments.IsNone(written)
            : IsAboutNothing(exception);

    /// <summary>Whether what could not be read was an empty text: an SDK that keeps no text tells it by the position of the fault only.</summary>
    private static bool IsAboutNothing(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is ArgumentNullException)
            {
                return true;
            }

            if (current is JsonException { LineNumber: 0, BytePositionInLine: 0 } json)
            {
                return json.Message.Contains("any JSON tokens", StringComparison.Ordinal);
            }
        }

        return false;
    }
}
