using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>A request that ends with the beginning of its own answer.</summary>
internal static class ContinuedRequest
{
    /// <param name="request">What was asked.</param>
    /// <param name="prefix">What was shown of the answer, without white space at its end, which some providers refuse.</param>
    public static ModelRequest Of(ModelRequest request, string prefix)
    {
        var left = Left(request, prefix);
        if (request.IsSemanticKernel)
        {
            var history = new ChatHistory(request.History);
            history.AddAssistantMessage(prefix);
            return new(
                history,
                left is null ? request.Settings : Limited(request.Settings, left.Value),
                request.Kernel,
                request.Functions
            );
        }

        var options = request.Options;
        if (left is not null)
        {
            options = options!.Clone();
            options.MaxOutputTokens = left;
        }

        return new([.. request.Messages, new ChatMessage(ChatRole.Assistant, prefix)], options);
    }

    /// <summary>What is left of the most output that the caller allows; null if it sets no limit.</summary>
    private static int? Left(ModelRequest request, string prefix) =>
        RequestedOutput.Of(request) is > 0 and var most
            ? (int)Math.Clamp(most - TokenEstimator.Estimate(prefix), 1, int.MaxValue)
            : null;

    private static PromptExecutionSettings Limited(PromptExecutionSettings? settings, int left)
    {
        var copy = settings?.Clone() ?? new();
        OutputLimit.Apply(copy, left);
        return copy;
    }
}
