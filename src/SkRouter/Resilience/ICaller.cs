namespace SkRouter.Resilience;

/// <summary>Who makes a call, as far as a circuit needs to tell callers apart.</summary>
internal interface ICaller
{
    /// <summary>Who it is, where the call says so: its key, its tenant or its run. Null where it does not.</summary>
    string? Known { get; }

    /// <summary>The same; of a call that says nothing, what it asks: who asks the same again and again is one caller.</summary>
    string Name { get; }
}
