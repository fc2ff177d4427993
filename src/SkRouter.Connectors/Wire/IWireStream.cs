using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>Reads the events of one streamed answer in order.</summary>
internal interface IWireStream
{
    IEnumerable<ChatResponseUpdate> Read(JsonElement data);

    /// <summary>Reads an event that holds a piece of text and nothing else without parsing it whole.</summary>
    /// <returns>Null if it must be parsed.</returns>
    ChatResponseUpdate? ReadText(ReadOnlySpan<byte> data) => null;

    /// <summary>What is still held when the stream ends.</summary>
    IEnumerable<ChatResponseUpdate> Complete();
}
