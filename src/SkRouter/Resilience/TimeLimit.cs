namespace SkRouter.Resilience;

/// <summary>A time within which something must happen, and why it is this one.</summary>
internal sealed class TimeLimit
{
    public TimeLimit(TimeSpan value, string because)
    {
        Value = value;
        Text = FormattableString.Invariant($"{value.TotalSeconds:0.###} s ({because})");
    }

    public TimeSpan Value { get; }

    /// <summary>For people: <c>10 s (default)</c>.</summary>
    public string Text { get; }

    /// <summary>A limit that somebody stated; null if nobody did.</summary>
    public static TimeLimit? Of(TimeSpan? value, string because) =>
        value is { } stated ? new(stated, because) : null;

    public override string ToString() => Text;
}
