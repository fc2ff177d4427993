namespace SkRouter.Catalog.Facts;

/// <summary>When a model reasons before it answers.</summary>
internal enum ModelReasoning
{
    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>It cannot.</summary>
    Never,

    /// <summary>When the request asks for it.</summary>
    IfAsked,

    /// <summary>Unless the request says that it should not.</summary>
    ByDefault,

    /// <summary>Whatever the request says.</summary>
    Always,
}
