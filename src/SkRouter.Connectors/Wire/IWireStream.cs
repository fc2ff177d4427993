using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>Reads the events of one streamed answer in order.</summary>
internal interface IWireStream
{
    IEnumerable<ChatResponseUpdate> Read(JsonElement data);

    /// <summary>What is still held when the stream ends.</summary>
    IEnumerable<ChatResponseUpdate> Complete();
}
