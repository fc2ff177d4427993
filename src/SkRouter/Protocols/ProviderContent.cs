using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>
/// Represents a block of an answer or a request that only its own provider or protocol understands: a search it made, code it ran, a compaction.
/// It is sent back unchanged where it may be read, and left out elsewhere.
/// </summary>
/// <param name="provider">The provider, or one of <see cref="WireProtocols"/> for every provider that speaks it.</param>
/// <param name="block">The block as JSON.</param>
[DebuggerDisplay("{Provider}: {Block}")]
public sealed class ProviderContent(string provider, JsonElement block) : AIContent
{
    /// <summary>Gets the provider or protocol that may read the block.</summary>
    public string Provider { get; } = provider;

    /// <summary>Gets the block as JSON.</summary>
    public JsonElement Block { get; } = block;
}
