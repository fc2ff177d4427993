using SkRouter.Pipeline;

namespace SkRouter.Resilience;

/// <summary>Says how long a conversation is and may be, in tokens.</summary>
/// <param name="Tokens">An estimate, which is never below the maximum where a provider found it too long.</param>
/// <param name="Maximum">The largest window of the candidates.</param>
internal sealed record ConversationSize(long Tokens, long Maximum)
{
    /// <returns>Null if no candidate's window is known.</returns>
    public static ConversationSize? Of(ModelInvocationContext context)
    {
        var windows = (context.Pinned ?? context.RoleModel.Deployments)
            .Select(deployment => deployment.ContextWindow)
            .OfType<long>()
            .ToList();
        if (windows.Count == 0)
        {
            return null;
        }

        var maximum = windows.Max();
        return new(Math.Max(context.Needs.InputTokens, maximum + 1), maximum);
    }
}
