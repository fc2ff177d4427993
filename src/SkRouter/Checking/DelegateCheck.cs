namespace SkRouter.Checking;

/// <summary>A check by the app's own code.</summary>
internal sealed class DelegateCheck(
    string name,
    Func<WorkResult, CancellationToken, ValueTask<string?>> check
) : IResultCheck
{
    public string Name => name;

    public ValueTask<string?> CheckAsync(WorkResult result, CancellationToken cancellationToken) =>
        check(result, cancellationToken);
}
