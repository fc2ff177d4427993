using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents a response that has ended.</summary>
internal sealed record ResponseSnapshot(
    ResponseShape Shape,
    string Status,
    string? Model,
    IReadOnlyList<ResponseItem> Items,
    UsageDetails? Usage
)
{
    /// <summary>Gets what the protocol has no word for; null for a response whose pieces were sent.</summary>
    public AnswerLosses? Losses { get; init; }

    public void Write(Utf8JsonWriter json) => Shape.Write(json, Status, Model, Items, Usage);

    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, ApiJson.Options))
        {
            Write(json);
        }

        return bytes.WrittenSpan.ToArray();
    }
}
