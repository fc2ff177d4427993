using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Loops;

namespace SkRouter.Checking;

/// <summary>A check by a tool.</summary>
internal sealed class ToolCheck(AIFunction tool) : IResultCheck
{
    private const string Argument = "result";
    private const string ExitCode = "exitCode";

    public string Name => tool.Name;

    public async ValueTask<string?> CheckAsync(
        WorkResult result,
        CancellationToken cancellationToken
    )
    {
        object? verdict;
        try
        {
            var arguments = new AIFunctionArguments { [Argument] = result.Text };
            verdict = await tool.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception.Message;
        }

        return Failed(verdict) ? verdict!.ToString() : null;
    }

    private static bool Failed(object? verdict) =>
        verdict switch
        {
            bool passed => !passed,
            JsonElement { ValueKind: JsonValueKind.False } => true,
            JsonElement { ValueKind: JsonValueKind.Object } element
                when element.TryGetProperty(ExitCode, out var code)
                    && code.ValueKind is JsonValueKind.Number => code.GetDouble() != 0,
            _ => ToolFailure.Says(verdict),
        };
}
