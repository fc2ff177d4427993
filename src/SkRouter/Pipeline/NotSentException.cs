namespace SkRouter.Pipeline;

/// <summary>
/// Carries an exception of the app's own making to the caller: a setting that a connector does not take, a filter or function choice that threw. Nothing
/// was sent, so it says nothing of the deployment.
/// </summary>
internal sealed class NotSentException(Exception exception)
    : Exception(exception.Message, exception)
{
    /// <summary>
    /// Whether a connector that threw before it waited for anything refused what it was given. The same types of exception come from SDKs that cannot
    /// read an answer, where a handler in memory answers at once.
    /// </summary>
    public static bool IsRefusal(Exception exception) =>
        exception is (ArgumentException and not ArgumentNullException) or NotSupportedException
        && exception.StackTrace?.Contains("Deserialize", StringComparison.Ordinal) != true;

    /// <summary>Makes what is sent. Whatever goes wrong in it is the app's, or ours, but not the deployment's.</summary>
    public static T Prepare<T>(AttemptRun run, Func<AttemptRun, T> prepare)
    {
        try
        {
            return prepare(run);
        }
        catch (Exception exception) when (exception is not Resilience.RouterException)
        {
            throw new NotSentException(exception);
        }
    }

    /// <summary>Throws if the call failed before it waited for anything, and by a refusal.</summary>
    public static Task<T> Begun<T>(Task<T> call) =>
        call.Exception?.InnerException is { } refusal && IsRefusal(refusal)
            ? throw new NotSentException(refusal)
            : call;
}
