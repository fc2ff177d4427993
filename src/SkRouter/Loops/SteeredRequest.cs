using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;
using SkRouter.Routing;

namespace SkRouter.Loops;

/// <summary>The request as a model is sent it that goes in circles: a note at the end, and without the tools that are withheld.</summary>
internal static class SteeredRequest
{
    public static ModelRequest Of(ModelRequest request, LoopSighting sighting)
    {
        var note = Note(sighting);
        if (request.IsSemanticKernel)
        {
            var functions = request
                .Functions.Where(function =>
                    !Withholds(sighting, ToolNames.Join(function.PluginName, function.Name))
                )
                .ToList();
            return new(
                [.. request.History, new ChatMessageContent(AuthorRole.User, note)],
                functions.Count == request.Functions.Count
                    ? request.Settings
                    : Offering(request, functions),
                request.Kernel,
                functions
            );
        }

        return new(
            [.. request.Messages, new ChatMessage(ChatRole.User, note)],
            sighting.Withheld.Count == 0 ? request.Options : Offering(request.Options!, sighting)
        );
    }

    /// <summary>A user's message: some providers take instructions only at the beginning of a conversation.</summary>
    private static string Note(LoopSighting sighting)
    {
        var rest =
            sighting.Withheld.Count > 0
                ? $" For now you cannot use {string.Join(", ", sighting.Withheld)}; go on with what you know."
                : "";
        var advice = sighting.Kind switch
        {
            LoopKind.ToolCall =>
                "The result above is final: use it. Try other arguments or another tool if it does not help, or answer now.",
            LoopKind.Text =>
                "Do not say it again: do the next step, or say what you lack to do it.",
            _ => "Do not hand it back unchanged: settle it yourself, or say what is missing.",
        };
        return $"(A note from the system that runs this conversation, not from the user.) You are going in circles: {sighting.Describe()}. {advice}{rest}";
    }

    private static bool Withholds(LoopSighting sighting, string name) =>
        sighting.Withheld.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static PromptExecutionSettings Offering(
        ModelRequest request,
        IReadOnlyList<KernelFunction> functions
    )
    {
        var configuration = request.Settings!.FunctionChoiceBehavior!.GetConfiguration(
            new(request.History) { Kernel = request.Kernel }
        );
        var copy = request.Settings.Clone();
        copy.FunctionChoiceBehavior = ToolTurn.Offering(
            configuration.Choice,
            functions,
            configuration.Options
        );
        return copy;
    }

    private static ChatOptions Offering(ChatOptions options, LoopSighting sighting)
    {
        var copy = options.Clone();
        copy.Tools = copy.Tools!.Where(tool => !Withholds(sighting, tool.Name)).ToList();
        if (copy.Tools.Count == 0)
        {
            copy.Tools = null;
        }

        if (
            copy.Tools is null
            || copy.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } required }
                && Withholds(sighting, required)
        )
        {
            copy.ToolMode = null;
        }

        return copy;
    }
}
