using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Checking;

/// <summary>Runs work on the cheapest model and starts it again on the next one when its result fails a check.</summary>
public static class CheckedWorkExtensions
{
    /// <summary>
    /// Runs a piece of work, such as an agent's task with all of its round trips and tools. Its calls begin with the cheapest candidate of the role; when the result fails a
    /// check, what the attempt did is given to <see cref="CheckedWorkOptions.OnDiscarded"/> and the work starts again with the next more expensive one. Each attempt is a run of
    /// its own within the one around it. Verdicts teach the abilities of models and <c>EscalateWithin</c>.
    /// </summary>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <param name="router">The router.</param>
    /// <param name="role">The role whose calls begin with another model in each attempt; null for every role that the work uses, such as the members of a team.</param>
    /// <param name="work">Does the work from its beginning. It is called once for each attempt.</param>
    /// <param name="options">Checks, budget and what is done with a discarded attempt; null for the role's own checks only.</param>
    /// <param name="cancellationToken">Cancels work and checks.</param>
    /// <exception cref="ArgumentException">There is no such role, or there is no check.</exception>
    /// <exception cref="Budgets.BudgetExceededException">The budget does not cover the first attempt.</exception>
    public static Task<CheckedResult<T>> RunCheckedAsync<T>(
        this ModelRouter router,
        string? role,
        Func<WorkAttempt, CancellationToken, Task<T>> work,
        CheckedWorkOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(work);
        return new CheckedRunner(router, role, options ?? new()).RunAsync(work, cancellationToken);
    }

    /// <summary>
    /// A client whose every request is one piece of checked work. Put it above the tool loop, so that an attempt is the whole loop. A streamed answer is held until it has
    /// passed. Without any check it is the client itself.
    /// </summary>
    /// <param name="client">The client, with its tool loop.</param>
    /// <param name="router">The router that its calls go to.</param>
    /// <param name="role">The role.</param>
    /// <param name="options">Checks, budget and what is done with a discarded attempt; null for the role's own checks only.</param>
    public static IChatClient WithCheckedWork(
        this IChatClient client,
        ModelRouter router,
        string role,
        CheckedWorkOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(router);
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        return new CheckedChatClient(client, router, role, options ?? new());
    }
}
