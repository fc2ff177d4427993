namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>Callers that wait until something is written.</summary>
internal static class Waiters
{
    public static TaskCompletionSource New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="waiters">Those who wait; null for what nobody waits for.</param>
    /// <param name="failure">What they are told; null if it was written.</param>
    public static void Release(IEnumerable<TaskCompletionSource?> waiters, Exception? failure)
    {
        foreach (var waiter in waiters)
        {
            if (failure is null)
            {
                waiter?.TrySetResult();
            }
            else
            {
                waiter?.TrySetException(failure);
            }
        }
    }
}
