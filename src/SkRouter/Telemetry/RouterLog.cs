using Microsoft.Extensions.Logging;
using SkRouter.Budgets;
using SkRouter.Loops;
using SkRouter.Resilience;

namespace SkRouter.Telemetry;

/// <summary>What the router logs. Never prompts, answers or keys.</summary>
internal static partial class RouterLog
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Attempt failed: role {Role}, agent {Agent}, deployment {Deployment}, {Kind}: {Reason}"
    )]
    public static partial void AttemptFailed(
        this ILogger logger,
        string role,
        string agent,
        string deployment,
        FailureKind kind,
        string reason
    );

    [LoggerMessage(
        2,
        LogLevel.Error,
        "Deployment {Deployment} is misconfigured and is left alone for some minutes: {Reason}"
    )]
    public static partial void DeploymentMisconfigured(
        this ILogger logger,
        string deployment,
        string reason
    );

    [LoggerMessage(
        3,
        LogLevel.Debug,
        "Round trip {Id}: role {Role}, agent {Agent}, run {Run}, served by {Deployment} after {Attempts} attempts, {Cost} USD"
    )]
    public static partial void RoundTripSettled(
        this ILogger logger,
        string id,
        string role,
        string agent,
        string run,
        string? deployment,
        int attempts,
        decimal? cost
    );

    [LoggerMessage(4, LogLevel.Warning, "{Fault}")]
    public static partial void ConfigurationWarning(this ILogger logger, string fault);

    [LoggerMessage(
        5,
        LogLevel.Error,
        "A callback for a settled round trip failed; the round trip itself is not affected"
    )]
    public static partial void SettledCallbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        6,
        LogLevel.Error,
        "An active check of deployment {Deployment} could not be made or booked"
    )]
    public static partial void ActiveCheckFailed(
        this ILogger logger,
        string deployment,
        Exception exception
    );

    [LoggerMessage(
        7,
        LogLevel.Information,
        "No candidate of these roles is known to continue an answer that another model began, so a stream that breaks after it was shown ends in an error: {Roles}. State TakesPrefix on a deployment that can, use CommitOn.Completion, or switch Continue off"
    )]
    public static partial void NobodyContinues(this ILogger logger, string roles);

    [LoggerMessage(EventId = 20, Message = "Role {Role}, agent {Agent}, run {Run}: {Sighting}")]
    public static partial void LoopSeen(
        this ILogger logger,
        LogLevel level,
        string role,
        string agent,
        string run,
        LoopSighting sighting
    );

    [LoggerMessage(
        30,
        LogLevel.Warning,
        "The budget of {Scope} has reached {Percent} % of {Limit} USD ({Window}): {Spent} USD are spent"
    )]
    public static partial void BudgetReached(
        this ILogger logger,
        BudgetScope scope,
        int percent,
        string limit,
        BudgetWindow window,
        string spent
    );

    [LoggerMessage(
        35,
        LogLevel.Warning,
        "The budget of {Scope} refused a call that did not fit into what is left: {State}"
    )]
    public static partial void BudgetRefused(this ILogger logger, BudgetScope scope, string state);

    [LoggerMessage(31, LogLevel.Information, "{Forecast}")]
    public static partial void RunForecast(this ILogger logger, RunForecastEventArgs forecast);

    [LoggerMessage(
        32,
        LogLevel.Warning,
        "Round trip {Id} cost {Cost} USD, more than the {Held} USD that were held for it; the budgets have it in full"
    )]
    public static partial void CostMoreThanHeld(
        this ILogger logger,
        string id,
        decimal cost,
        decimal held
    );

    [LoggerMessage(
        33,
        LogLevel.Error,
        "The budgets in the store cannot be read; those that were read last stay in force"
    )]
    public static partial void BudgetsNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(
        36,
        LogLevel.Warning,
        "What {Count} roles have learned of their runs could not be saved; it is tried again with the next outcome"
    )]
    public static partial void EscalationsNotSaved(
        this ILogger logger,
        Exception exception,
        int count
    );

    [LoggerMessage(
        34,
        LogLevel.Warning,
        "What was learned of models could not be saved ({Count} estimates); it is tried again with the next outcome"
    )]
    public static partial void AbilitiesNotSaved(
        this ILogger logger,
        Exception exception,
        int count
    );
}
