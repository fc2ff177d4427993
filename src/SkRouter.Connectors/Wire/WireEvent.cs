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
        try
        {
            return JsonElement.Parse(data) is { ValueKind: JsonValueKind.Object } root
                ? new(Text: null, root)
                : default;
        }
        catch (JsonException)
        {
            // Only what sets out to be JSON can fail to be it: "[DONE]" and plain text are nothing that was lost.
            if (signals is not null && data.TrimStart(" "u8).StartsWith("{"u8))
            {
                signals.DroppedEvents++;
            }
            return default;
        }
    }
}
