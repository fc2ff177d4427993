using SkRouter.DependencyInjection;

namespace SkRouter.Checking;

/// <summary>
/// Says whether the result of a piece of work is good enough: tests pass, a query runs, a schema is met. Register your own in the container and name it in a role's
/// <see cref="RoleOptions.ResultChecks"/>, or pass it to <see cref="CheckedWorkExtensions"/>. <see cref="ResultCheck"/> makes the usual ones.
/// </summary>
public interface IResultCheck
{
    /// <summary>The name by which configuration chooses it and records show it.</summary>
    string Name { get; }

    /// <summary>Checks one result.</summary>
    /// <param name="result">The result, and the attempt that made it.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Null if it is good enough, else why not.</returns>
    ValueTask<string?> CheckAsync(WorkResult result, CancellationToken cancellationToken);
}
