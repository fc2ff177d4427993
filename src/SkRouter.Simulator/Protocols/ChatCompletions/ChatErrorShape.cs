namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>The form of an error's body.</summary>
internal enum ChatErrorShape
{
    /// <summary>OpenAI's: an object under <c>error</c>.</summary>
    Nested,

    /// <summary>Mistral's: the same members without one.</summary>
    Flat,

    /// <summary>OpenRouter's: the HTTP status is the code.</summary>
    NumberedCode,
}
