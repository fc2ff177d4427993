using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SkRouter.Simulator.Protocols;

/// <summary>Where events go out: each at once, or many together.</summary>
internal sealed class EventPipe(PipeWriter pipe, bool flushEach)
{
    private const int FlushAt = 4096;
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = Encoder };
    private int _unflushed;

    public static string Escape(string text) => JsonEncodedText.Encode(text, Encoder).ToString();

    public static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, Encoder);

    public static string Json(Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Relaxed))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        pipe.Write(bytes);
        _unflushed += bytes.Length;
    }

    public ValueTask SendAsync(string text)
    {
        _unflushed += (int)Encoding.UTF8.GetBytes(text, pipe);
        return WrittenAsync();
    }

    public ValueTask WrittenAsync() =>
        flushEach || _unflushed >= FlushAt ? FlushAsync() : ValueTask.CompletedTask;

    public async ValueTask FlushAsync()
    {
        _unflushed = 0;
        await pipe.FlushAsync().ConfigureAwait(false);
    }
}
