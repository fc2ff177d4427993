namespace SkRouter.Catalog;

/// <summary>What a model can do beyond answering text with text.</summary>
[Flags]
public enum ModelCapabilities
{
    /// <summary>Text only.</summary>
    None = 0,

    /// <summary>Calling tools.</summary>
    Tools = 1,

    /// <summary>Reading images.</summary>
    Vision = 2,

    /// <summary>Answering by a JSON schema.</summary>
    JsonSchema = 4,

    /// <summary>Reasoning before it answers.</summary>
    Reasoning = 8,

    /// <summary>Continuing an assistant message that the request begins.</summary>
    PrefixContinuation = 16,

    /// <summary>All of the above.</summary>
    All = Tools | Vision | JsonSchema | Reasoning | PrefixContinuation,
}
