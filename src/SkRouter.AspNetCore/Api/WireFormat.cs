namespace SkRouter.AspNetCore.Api;

/// <summary>Whose protocol a client speaks: what its errors look like.</summary>
internal enum WireFormat
{
    OpenAI,
    Anthropic,
}
