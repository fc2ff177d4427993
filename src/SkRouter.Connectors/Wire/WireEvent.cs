using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Wire;

/// <summary>One event of a stream. A malformed one is skipped: the end of the stream tells whether the answer is whole.</summary>
/// <param name="Text">A piece of text, read already.</param>
/// <param name="Json">Anything else that is an object.</param>
internal readonly record struct WireEvent(ChatResponseUpdate? Text, JsonElement? Json)
{
    public static WireEvent Read(
        IWireStream stream,
        ReadOnlySpan<byte> data,
        ProviderSignals? signals
    )
    {
        if (stream.ReadText(data) is { } text)
        {
            return new(text, Json: null);
        }
        // "[DONE]" and plain text are nothing that could be read; a parser would throw for them, which costs more than the rest of a stream.
        if (!data.TrimStart(" "u8).StartsWith("{"u8))
        {
            return default;
        }
        try
        {
            return new(Text: null, JsonElement.Parse(WireJson.WellFormed(data)));
        }
        catch (JsonException)
        {
            if (signals is not null)
            {
                signals.DroppedEvents++;
            }
            return default;
        }
    }
}
