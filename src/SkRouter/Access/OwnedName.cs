namespace SkRouter.Access;

/// <summary>Specifies what a name that callers choose stands for.</summary>
public enum OwnedName
{
    /// <summary>A run.</summary>
    Run,

    /// <summary>A tenant.</summary>
    Tenant,

    /// <summary>An agent that a budget limits.</summary>
    Agent,

    /// <summary>A tag, written <c>key=value</c>, that a budget limits.</summary>
    Tag,

    /// <summary>A stored conversation or response.</summary>
    Conversation,
}
