using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors;

/// <summary>
/// A block of an answer (or a request) that only its own provider understands: a search it made, code it ran, a compaction.
/// It goes back to that provider as it came and is left out for any other.
/// </summary>
/// <param name="provider">The provider that wrote it and may read it.</param>
/// <param name="block">The block as JSON.</param>
[DebuggerDisplay("{Provider}: {Block}")]
public sealed class ProviderContent(string provider, JsonElement block) : AIContent
{
    /// <summary>The provider that wrote the block and may read it.</summary>
    public string Provider { get; } = provider;

    /// <summary>The block as JSON.</summary>
    public JsonElement Block { get; } = block;
}
