namespace SkRouter.Spend;

/// <summary>By what spend can be told apart.</summary>
[Flags]
public enum SpendDimension
{
    /// <summary>Not at all: one sum.</summary>
    None = 0,

    /// <summary>By agent.</summary>
    Agent = 1,

    /// <summary>By role.</summary>
    Role = 2,

    /// <summary>By the model that answered.</summary>
    Model = 4,

    /// <summary>By the deployment that answered.</summary>
    Deployment = 8,

    /// <summary>By run.</summary>
    Run = 16,

    /// <summary>By tenant.</summary>
    Tenant = 32,

    /// <summary>By who runs the deployment that answered.</summary>
    Provider = 64,

    /// <summary>By the value of one tag, <see cref="SpendQuery.TagKey"/>. Round trips without that tag are in no row.</summary>
    Tag = 128,
}
