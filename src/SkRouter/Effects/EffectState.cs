namespace SkRouter.Effects;

/// <summary>How far a tool call with effects has come.</summary>
public enum EffectState
{
    /// <summary>It was begun; whether it happened is not known.</summary>
    Begun,

    /// <summary>It happened, and this is its result.</summary>
    Done,

    /// <summary>It failed, and this is what it said.</summary>
    Failed,
}
