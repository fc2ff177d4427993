using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.Budgets;

/// <summary>Turns a round trip into the last one of an agent whose run is out of money: short, and without tools.</summary>
internal static class LastAnswer
{
    private const int MostOutput = 512;

    private const string Instruction =
        "(A note from the system that runs this conversation, not from the user.) The budget of this run is spent. Give your last answer now, in a few sentences, from what you know; say what is left undone. Tools cannot be used any more.";

    public static void Prepare(ModelInvocationContext context)
    {
        context.IsLastAnswer = true;
        var asked = context.Needs.OutputTokens;
        context.Needs = context.Needs with
        {
            OutputTokens = asked > 0 ? Math.Min(asked, MostOutput) : MostOutput,
        };
        context.Request = Without(context.Request);
        context.Note("last answer: the run is out of money, so it is short and without tools");
    }

    // The tools stay declared: several providers refuse a conversation with tool calls in it that declares none.
    private static ModelRequest Without(ModelRequest request)
    {
        if (!request.IsSemanticKernel)
        {
            var options = request.Options?.Clone() ?? new();
            options.ToolMode = options.Tools is { Count: > 0 } ? ChatToolMode.None : null;
            return new([.. request.Messages, new ChatMessage(ChatRole.User, Instruction)], options);
        }

        var settings = request.Settings;
        if (settings?.FunctionChoiceBehavior is not null)
        {
            settings = settings.Clone();
            settings.FunctionChoiceBehavior = FunctionChoiceBehavior.None(request.Functions);
        }

        return new(
            [.. request.History, new ChatMessageContent(AuthorRole.User, Instruction)],
            settings,
            request.Kernel,
            request.Functions
        );
    }
}
