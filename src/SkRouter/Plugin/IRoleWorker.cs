namespace SkRouter.Plugin;

/// <summary>Does a task in a role, for <c>delegate_to_role</c>. Register your own in the container to give roles instructions and tools of theirs.</summary>
public interface IRoleWorker
{
    /// <summary>Does the task.</summary>
    /// <param name="role">A role of the router.</param>
    /// <param name="task">What is to be done, in words.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer.</returns>
    Task<string> WorkAsync(string role, string task, CancellationToken cancellationToken);
}
