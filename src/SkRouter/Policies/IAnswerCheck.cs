using SkRouter.Pipeline;

namespace SkRouter.Policies;

/// <summary>
/// Says whether an answer is good enough. Register your own in the container and name it in a role's <c>Checks</c>. An answer that fails
/// is billed, counts against the model's ability, and the next candidate is asked. Answers that call tools are not checked.
/// </summary>
public interface IAnswerCheck
{
    /// <summary>The name by which configuration chooses it.</summary>
    string Name { get; }

    /// <summary>Checks one answer.</summary>
    /// <param name="context">The round trip.</param>
    /// <param name="text">The whole text of the answer.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Null if it is good enough, else why not.</returns>
    ValueTask<string?> CheckAsync(
        ModelInvocationContext context,
        string text,
        CancellationToken cancellationToken
    );
}
