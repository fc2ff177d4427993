using System.Diagnostics;
using System.Globalization;
using SkRouter.Access;
using SkRouter.Budgets;
using SkRouter.Catalog;
using SkRouter.Plugin;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Stage 1: which role, agent, run and tenant a call belongs to. What the call says itself goes before what its surroundings say.</summary>
internal sealed class IdentifyStage(IReadOnlyList<ICallerSource> sources, RouterRuns runs)
{
    /// <summary>What a call is told that names nothing.</summary>
    private const string Unnamed = "auto";

    public void Run(ModelInvocationContext context, RouterModel model, string? view)
    {
        var request = context.Request;
        var scope = RoutingScope.Current;
        var access = request.Access ?? scope?.Access;
        var caller = Caller();
        var author = Carriers.Author(request);
        var named =
            view
            ?? Carriers.Target(request)
            ?? Carriers.Explicit(request, CarrierKeys.Role)
            ?? scope?.Role;
        var implied = ImpliedRole(model, caller?.Agent) ?? ImpliedRole(model, author);

        context.Access = access;
        context.Work = scope?.Work;
        context.RoleModel = Resolve(context, model, named, implied);
        context.Role = context.RoleModel.Name;
        context.MaxFallbacks = MaxFallbacks(request) ?? context.RoleModel.MaxFallbacks;
        context.Floor = Bound(context, model, CarrierKeys.Floor) ?? context.RoleModel.Floor;
        context.Ceiling = Bound(context, model, CarrierKeys.Ceiling) ?? context.RoleModel.Ceiling;
        context.Agent =
            Carriers.Explicit(request, CarrierKeys.Agent)
            ?? scope?.Agent
            ?? caller?.Agent
            ?? author
            ?? context.Role;
        var statedRun = Carriers.Explicit(request, CarrierKeys.Run) ?? scope?.Run;
        context.StatedRun = statedRun ?? caller?.Session;
        context.Run =
            statedRun
            ?? ToolCaller.RunAround()
            ?? caller?.Session
            ?? Activity.Current?.TraceId.ToHexString()
            ?? request.LoopRun
            ?? context.Id;
        context.Tenant =
            Carriers.Explicit(request, CarrierKeys.Tenant) ?? scope?.Tenant ?? caller?.Tenant;
        context.RunBudget =
            access?.PaysFrom(context.Run) != false ? runs.Find(context.Run, context.Agent) : null;
        RoundTripTags.Collect(context, scope, caller);
        access?.Verify(context, named ?? implied?.Name ?? Unnamed);
    }

    private static int? MaxFallbacks(ModelRequest request)
    {
        if (Carriers.Explicit(request, CarrierKeys.MaxFallbacks) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new RouterException(
                RouterErrorCode.UnsupportedSetting,
                $"{CarrierKeys.MaxFallbacks} is '{ProviderErrorText.Clean(text)}', but must be a whole number of at least 0."
            );
    }

    private static Deployment? Bound(ModelInvocationContext context, RouterModel model, string key)
    {
        if (Carriers.Explicit(context.Request, key) is not { } name)
        {
            return null;
        }

        var access = context.Access;
        if (
            model.Catalog.Find(name) is { Count: > 0 } found
            && (
                access is null
                || access.MayUse(found[0])
                || context.RoleModel.Deployments.Contains(found[0])
            )
        )
        {
            return found[0];
        }

        throw access is { Targets: not null }
            ? CallAccess.Refused(name)
            : new RouterException(
                RouterErrorCode.UnknownTarget,
                $"{key} names '{ProviderErrorText.Clean(name)}', but there is no such model. Deployments: {Names(model.Catalog.All.Select(deployment => deployment.Key))}."
            );
    }

    private CallerIdentity? Caller()
    {
        foreach (var source in sources)
        {
            if (source.Current is { } identity)
            {
                return identity;
            }
        }

        return null;
    }

    private static RoleModel? ImpliedRole(RouterModel model, string? name) =>
        name is not null && model.Roles.TryGetValue(name, out var role) ? role : null;

    private static RoleModel Resolve(
        ModelInvocationContext context,
        RouterModel model,
        string? named,
        RoleModel? implied
    )
    {
        if (named is null)
        {
            return implied ?? model.DefaultRole;
        }

        if (model.Roles.TryGetValue(named, out var role))
        {
            return role;
        }

        if (model.Catalog.Find(named) is { Count: > 0 } pinned)
        {
            context.Pinned = pinned;
            return implied is not null && context.Access?.MayName(implied.Name) != false
                ? implied
                : model.DefaultRole;
        }

        if (context.Access is { Targets: not null })
        {
            throw CallAccess.Refused(named);
        }

        throw new RouterException(
            RouterErrorCode.UnknownTarget,
            $"There is no role, model or deployment '{ProviderErrorText.Clean(named)}'. Roles: {Names(model.Roles.Keys)}. "
                + $"Deployments: {Names(model.Catalog.All.Select(deployment => deployment.Key))}."
        );
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal));
}
