using SkRouter.Catalog;
using SkRouter.Protocols;

namespace SkRouter.Pipeline;

/// <summary>What a round trip needs of a model.</summary>
/// <param name="Capabilities">What it must be able to do.</param>
/// <param name="InputTokens">Estimated input.</param>
/// <param name="OutputTokens">The most output the caller allows, or 0 if it does not say.</param>
internal readonly record struct Needs(
    ModelCapabilities Capabilities,
    long InputTokens,
    long OutputTokens
)
{
    /// <summary>The kinds of media that a deployment's connector must be able to send.</summary>
    public MediaKinds Media { get; init; }
}
