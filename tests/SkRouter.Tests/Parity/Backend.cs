namespace SkRouter.Tests.Parity;

/// <summary>What a model is registered as.</summary>
public enum Backend
{
    /// <summary>Semantic Kernel's own OpenAI connector.</summary>
    ChatService,

    /// <summary>OpenAI's chat client, as Semantic Kernel registers it.</summary>
    ChatClient,
}
