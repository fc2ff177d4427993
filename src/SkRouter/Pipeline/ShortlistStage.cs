using System.Globalization;
using SkRouter.Catalog;
using SkRouter.Protocols;

namespace SkRouter.Pipeline;

/// <summary>Stage 3: who cannot serve the round trip at all, and why. Health is no reason: an ill deployment stands last, it is not left out.</summary>
internal static class ShortlistStage
{
    public static void Run(ModelInvocationContext context)
    {
        var needs = context.Needs;
        List<RouteExclusion>? exclusions = null;
        var deployments = context.Pinned ?? context.RoleModel.Deployments;
        for (var i = 0; i < deployments.Count; i++)
        {
            var deployment = deployments[i];
            if ((WhyNot(deployment, needs) ?? OutOfBounds(context, deployment)) is { } reason)
            {
                (exclusions ??= []).Add(new(deployment.Key, reason));
            }
        }

        context.Exclusions = exclusions;
    }

    public static string? WhyNot(Deployment deployment, Needs needs)
    {
        if (!deployment.Can(needs.Capabilities))
        {
            return $"lacks {needs.Capabilities & ~deployment.Capabilities!.Value}";
        }

        if (
            needs.Media is not MediaKinds.None
            && deployment.Speaker is { } speaker
            && (needs.Media & ~speaker.Takes) is not MediaKinds.None and var untaken
        )
        {
            return $"cannot be sent {untaken}";
        }

        return Fits(deployment, needs)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"window of {deployment.ContextWindow} tokens, about {needs.InputTokens + needs.OutputTokens} needed"
            );
    }

    private static string? OutOfBounds(ModelInvocationContext context, Deployment deployment)
    {
        if (context.Pinned is not null || (context.Floor is null && context.Ceiling is null))
        {
            return null;
        }

        var ability = Abilities.Prior(deployment).Mean;
        if (context.Floor is { } floor && ability < Abilities.Prior(floor).Mean)
        {
            return $"below the floor '{floor.Model}'";
        }

        return context.Ceiling is { } ceiling && ability > Abilities.Prior(ceiling).Mean
            ? $"above the ceiling '{ceiling.Model}'"
            : null;
    }

    public static bool Fits(Deployment deployment, Needs needs) =>
        deployment.ContextWindow is not { } window
        || needs.InputTokens + needs.OutputTokens <= window;
}
