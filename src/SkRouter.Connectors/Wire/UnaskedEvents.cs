using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>Reads the events of an answer that is there as a whole: some providers send a stream that nobody asked for, or an array in place of a stream.</summary>
internal static class UnaskedEvents
{
    /// <summary>Whether a body is a stream of events: an answer is an object, which begins with a brace.</summary>
    public static bool Begin(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart("\uFEFF \r\n\t"u8);
        return start.StartsWith("data:"u8)
            || start.StartsWith("event:"u8)
            || start.StartsWith("id:"u8)
            || start.StartsWith("retry:"u8)
            || start.StartsWith(":"u8);
    }

    public static IEnumerable<ChatResponseUpdate> Read(
        byte[] body,
        IWireStream stream,
        ErrorReader errors
    )
    {
        using var bytes = new MemoryStream(body);
        var events = SseParser
            .Create(bytes, (_, data) => WireEvent.Read(stream, data, signals: null))
            .Enumerate()
            .Select(item => item.Data);
        foreach (var update in Read(events, stream, errors))
        {
            yield return update;
        }
    }

    public static IEnumerable<ChatResponseUpdate> Read(
        IReadOnlyList<JsonElement> events,
        IWireStream stream,
        ErrorReader errors
    ) => Read(events.Select(data => new WireEvent(Text: null, data)), stream, errors);

    private static IEnumerable<ChatResponseUpdate> Read(
        IEnumerable<WireEvent> events,
        IWireStream stream,
        ErrorReader errors
    )
    {
        foreach (var item in events)
        {
            if (item.Text is { } text)
            {
                yield return text;
            }
            else if (item.Json is { } data)
            {
                if (AnswerErrors.InEvent(data) is { } error)
                {
                    throw errors.FromAnswer(error, midStream: false);
                }

                foreach (var update in stream.Read(data))
                {
                    yield return update;
                }
            }
        }

        foreach (var update in stream.Complete())
        {
            yield return update;
        }
    }
}
