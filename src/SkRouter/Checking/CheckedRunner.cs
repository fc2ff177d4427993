using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Budgets;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Checking;

/// <summary>Runs one piece of checked work, attempt by attempt.</summary>
internal sealed class CheckedRunner
{
    private const int AttemptsOfManyRoles = 2;

    private readonly ModelRouter _router;
    private readonly string? _role;
    private readonly CheckedWorkOptions _options;
    private readonly IReadOnlyList<IResultCheck> _checks;
    private readonly int _most;

    public CheckedRunner(ModelRouter router, string? role, CheckedWorkOptions options)
    {
        (_router, _role, _options) = (router, role, options);
        var model = role is null ? null : Find(router, role);
        _checks = [.. model?.ResultChecks ?? [], .. options.Checks];
        if (_checks.Count == 0)
        {
            throw new ArgumentException(
                $"There is no check: add one to {nameof(CheckedWorkOptions)}.{nameof(options.Checks)}, or name one in the role's ResultChecks.",
                nameof(options)
            );
        }

        _most =
            options.MaxAttempts
            ?? model?.Candidates.Select(candidate => candidate.Model).Distinct().Count()
            ?? AttemptsOfManyRoles;
    }

    public async Task<CheckedResult<T>> RunAsync<T>(
        Func<WorkAttempt, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        using var whole = _router.BeginRun(_role ?? "checked-work", _options.BudgetUsd);
        var attempts = new List<WorkAttempt>();
        T value = default!;
        while (true)
        {
            WorkAttempt attempt;
            try
            {
                (attempt, value) = await AttemptAsync(
                        whole,
                        attempts.LastOrDefault(),
                        work,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
            // There is a result, though it failed its check: a doubtful one beats none.
            catch (BudgetExceededException) when (attempts.Count > 0)
            {
                return Result(value, attempts);
            }

            attempts.Add(attempt);
            var passed = await CheckAsync(value, attempt, cancellationToken).ConfigureAwait(false);
            Learn(attempt, passed);
            if (passed || attempts.Count >= _most || whole.RemainingUsd <= 0)
            {
                return Result(value, attempts);
            }

            attempt.IsDiscarded = true;
            if (_options.OnDiscarded is { } discarded)
            {
                await discarded(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static CheckedResult<T> Result<T>(T value, List<WorkAttempt> attempts) =>
        new()
        {
            Value = value,
            Passed = attempts[^1].Failure is null,
            Attempts = attempts,
        };

    private async Task<(WorkAttempt Attempt, T Value)> AttemptAsync<T>(
        RouterRun whole,
        WorkAttempt? before,
        Func<WorkAttempt, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        var number = (before?.Number ?? 0) + 1;
        using var run = whole.BeginRun(
            FormattableString.Invariant($"{_role ?? "checked-work"}-attempt-{number}")
        );
        var attempt = new WorkAttempt(number, _role, run.Id, before);
        using var scope = RoutingScope.Begin(attempt);
        return (attempt, await work(attempt, cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> CheckAsync<T>(
        T value,
        WorkAttempt attempt,
        CancellationToken cancellationToken
    )
    {
        var result = new WorkResult(value, TextOf(value), attempt);
        foreach (var check in _checks)
        {
            if (
                await check.CheckAsync(result, cancellationToken).ConfigureAwait(false) is
                { } reason
            )
            {
                attempt.Fail(check.Name, ProviderErrorText.Clean(reason));
                return false;
            }
        }

        return true;
    }

    /// <summary>The verdict is an outcome of the attempt's run, and of the model that gave its last answer.</summary>
    private void Learn(WorkAttempt attempt, bool passed)
    {
        if (attempt.LastRecord is { } record)
        {
            _router.ReportOutcome(record, passed ? 1 : 0);
        }

        _router.RunOutcomes.Report(attempt.Run, passed ? 1 : 0);
    }

    private static string TextOf<T>(T value) =>
        value switch
        {
            null => "",
            string text => text,
            ChatResponse response => response.Messages.LastOrDefault()?.Text ?? "",
            _ => value.ToString() ?? "",
        };

    internal static bool HasChecks(ModelRouter router, string role, CheckedWorkOptions options) =>
        options.Checks.Count > 0 || Find(router, role).ResultChecks.Count > 0;

    private static RoleModel Find(ModelRouter router, string role) =>
        router
            .Services.GetRequiredService<RouterModelSource>()
            .Current.Roles.TryGetValue(role, out var found)
            ? found
            : throw new ArgumentException(
                $"There is no role '{role}'. Roles: {string.Join(", ", router.Roles)}.",
                nameof(role)
            );
}
