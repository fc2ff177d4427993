namespace SkRouter.Resilience;

/// <summary>Carries a failure through a resilience pipeline. It is never thrown, so it costs no stack trace.</summary>
internal sealed class AttemptFault(Failure failure) : Exception(failure.Message, failure.Exception)
{
    public Failure Failure { get; } = failure;
}
