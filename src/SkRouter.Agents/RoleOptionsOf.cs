using SkRouter.DependencyInjection;

namespace SkRouter.Agents;

/// <summary>A role's routing as the router takes it.</summary>
internal static class RoleOptionsOf
{
    public static RoleOptions Definition(RoleDefinition role)
    {
        var options = new RoleOptions();
        Write(role, options);
        return options;
    }

    public static void Write(RoleDefinition role, RoleOptions options)
    {
        var routing = role.Routing;
        options.Description = role.Description ?? options.Description;
        options.Policy = routing.Policy ?? options.Policy;
        Add(options.Prefer, routing.Prefer);
        Add(options.Simple, routing.Simple);
        Add(options.Complex, routing.Complex);
        foreach (var (name, tier) in routing.Tiers)
        {
            options.Tiers[name] = tier;
        }

        Add(options.FallBackTo, routing.FallBackTo);
        Add(options.Checks, routing.Checks);
        Add(options.ResultChecks, routing.ResultChecks);
        Add(options.ContextWindowFallBackTo, routing.OnContextTooLong);
        Add(options.ContentFilterFallBackTo, routing.OnContentFiltered);
        options.ComplexFrom = routing.ComplexFrom ?? options.ComplexFrom;
        options.Floor = routing.Floor ?? options.Floor;
        options.Ceiling = routing.Ceiling ?? options.Ceiling;
        options.MaxFallbacks = routing.MaxFallbacks ?? options.MaxFallbacks;
        options.CommitOn = routing.CommitOn ?? options.CommitOn;
        options.Continue = routing.Continue ?? options.Continue;
        options.Hedge |= routing.Hedge;
        options.TimeToFirstToken = routing.TimeToFirstToken ?? options.TimeToFirstToken;
        options.Stall = routing.Stall ?? options.Stall;
        options.Total = routing.Attempt ?? options.Total;
        options.Retries = routing.Retries ?? options.Retries;
        options.RoundTripDeadline = routing.Deadline ?? options.RoundTripDeadline;
        options.Budget = routing.Budget ?? options.Budget;
        options.Priority = routing.Priority ?? options.Priority;
        options.EscalateWithin = routing.EscalateWithin ?? options.EscalateWithin;
        if (routing.Loops is { } loops)
        {
            Write(loops, options.Loops);
        }
    }

    private static void Write(LoopOptions from, LoopOptions to)
    {
        to.UpTo = from.UpTo ?? to.UpTo;
        to.ObserveAt = from.ObserveAt ?? to.ObserveAt;
        to.SteerAt = from.SteerAt ?? to.SteerAt;
        to.EscalateAt = from.EscalateAt ?? to.EscalateAt;
        to.BlockAt = from.BlockAt ?? to.BlockAt;
        to.StopAt = from.StopAt ?? to.StopAt;
        to.MaxEscalations = from.MaxEscalations ?? to.MaxEscalations;
        to.RetriesAfterError = from.RetriesAfterError ?? to.RetriesAfterError;
        foreach (var (name, tool) in from.Tools)
        {
            to.Tools[name] = tool;
        }
    }

    private static void Add(IList<string> to, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            to.Add(name);
        }
    }
}
