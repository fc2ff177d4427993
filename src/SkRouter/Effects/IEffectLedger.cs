namespace SkRouter.Effects;

/// <summary>Where tool calls with effects are recorded. What was acknowledged must survive what the ledger is meant to survive.</summary>
public interface IEffectLedger
{
    /// <summary>What is recorded under a key; null if nothing is.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<EffectEntry?> FindAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Records that a call begins. Done before the tool runs.</summary>
    /// <param name="key">The key; a new one.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="cancellationToken">Cancels the waiting, not the record.</param>
    ValueTask BeginAsync(string key, string tool, CancellationToken cancellationToken = default);

    /// <summary>Records how a call ended. Done before the model sees the result.</summary>
    /// <param name="entry">The call, done or failed.</param>
    /// <param name="cancellationToken">Cancels the waiting, not the record.</param>
    ValueTask EndAsync(EffectEntry entry, CancellationToken cancellationToken = default);
}
