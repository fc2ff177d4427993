namespace SkRouter.Resilience;

/// <summary>Notes that only a change of configuration will help a deployment, so that it is logged once and not with every refusal.</summary>
internal sealed class Misconfiguration
{
    private int _known;

    /// <summary>Notes that a refusal says so.</summary>
    /// <returns>False if that was known, and nothing has been answered since.</returns>
    public bool Note() => Interlocked.Exchange(ref _known, 1) == 0;

    /// <summary>Notes that a call was answered, so that the configuration is right.</summary>
    public void Disprove()
    {
        if (Volatile.Read(ref _known) != 0)
        {
            Volatile.Write(ref _known, 0);
        }
    }
}
