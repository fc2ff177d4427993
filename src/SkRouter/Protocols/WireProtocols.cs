namespace SkRouter.Protocols;

/// <summary>Names of the wire protocols that SkRouter reads and writes.</summary>
/// <remarks>
/// A field of a protocol that Microsoft.Extensions.AI has no member for travels in <c>AdditionalProperties</c> of the options, a message, a content or
/// a tool under <c>protocol.name</c>, such as <c>responses.truncation</c>. Every connector of SkRouter that speaks the protocol sends it unchanged as the
/// field <c>name</c>; a connector of another protocol translates it or leaves it out and names it. Deployments that are not SkRouter's never see it.
/// <see cref="ProviderTool"/> and <see cref="ProviderContent"/> also take these names.
/// </remarks>
public static class WireProtocols
{
    /// <summary>OpenAI's chat completions, and what is compatible with them.</summary>
    public const string ChatCompletions = "chat-completions";

    /// <summary>OpenAI's Responses API.</summary>
    public const string Responses = "responses";

    /// <summary>Anthropic's Messages API.</summary>
    public const string Messages = "messages";

    /// <summary>Google's generateContent.</summary>
    public const string GenerateContent = "generate-content";
}
