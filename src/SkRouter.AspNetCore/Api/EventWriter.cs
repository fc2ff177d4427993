using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Api;

/// <summary>Writes server-sent events of JSON.</summary>
internal sealed class EventWriter : IDisposable
{
    /// <summary>How long an error event gets to reach the client before the connection is cut.</summary>
    private static readonly TimeSpan Parting = TimeSpan.FromMilliseconds(250);

    private const int MostUnsent = 16 * 1024;
    private const int LongestIgnored = 4_000;

    private readonly HttpContext _http;
    private readonly TimeSpan _patience;
    private readonly PipeWriter _output;
    private readonly TimeProvider _time;
    private readonly Utf8JsonWriter _json;

    /// <param name="http">The request.</param>
    /// <param name="patience">A client that takes nothing for so long is let go.</param>
    /// <param name="time">Measures it.</param>
    public EventWriter(HttpContext http, TimeSpan patience, TimeProvider time)
    {
        _http = http;
        _patience = patience;
        _time = time;
        _output = http.Response.BodyWriter;
        _json = new(_output, ApiJson.Options);
    }

    /// <summary>Headers can be set until it has begun.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>So much is written and not sent that it should be.</summary>
    public bool IsFull => _output.UnflushedBytes >= MostUnsent;

    public void Begin()
    {
        HasBegun = true;
        _http.Response.ContentType = "text/event-stream; charset=utf-8";
        // Proxies would hold events back until there are many.
        _http.Response.Headers["x-accel-buffering"] = "no";
    }

    /// <summary>Begins an event; what is written to the result is its data, until <see cref="End"/>.</summary>
    public Utf8JsonWriter Start(string? name = null)
    {
        if (name is not null)
        {
            _output.Write("event: "u8);
            Encoding.ASCII.GetBytes(name.AsSpan(), _output);
            _output.Write("\n"u8);
        }

        _output.Write("data: "u8);
        _json.Reset(_output);
        return _json;
    }

    public void End()
    {
        _json.Flush();
        _output.Write("\n\n"u8);
    }

    /// <summary>An event whose data is there already, without line breaks.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        _output.Write("data: "u8);
        _output.Write(data);
        _output.Write("\n\n"u8);
    }

    /// <summary>An event of which all but a text is JSON already.</summary>
    public void Write(ReadOnlySpan<byte> before, string text, ReadOnlySpan<byte> after)
    {
        _output.Write("data: "u8);
        _output.Write(before);
        _json.Reset(_output);
        _json.WriteStringValue(text);
        _json.Flush();
        _output.Write(after);
        _output.Write("\n\n"u8);
    }

    /// <summary>Names, in a comment that every reader of events skips, what the protocol has no word for.</summary>
    public void WriteIgnored(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        _output.Write(": "u8);
        var named = AnswerHeaders.Ascii(string.Join(", ", names), LongestIgnored);
        Encoding.ASCII.GetBytes($"{AnswerHeaders.Ignored}: {named}", _output);
        _output.Write("\n\n"u8);
    }

    /// <summary>Sends what there is; takes as long as the client takes to make room for it.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, or was let go for taking nothing.</exception>
    public ValueTask FlushAsync()
    {
        var flushed = _output.FlushAsync(_http.RequestAborted);
        if (!flushed.IsCompletedSuccessfully)
        {
            return AwaitAsync(flushed.AsTask());
        }

        _ = flushed.Result;
        return ValueTask.CompletedTask;
    }

    /// <summary>An event that says what went wrong, in the shape of an answer that is an error.</summary>
    public void WriteFault(WireFormat format, ApiFault fault, string requestId)
    {
        if (format is WireFormat.Anthropic)
        {
            _output.Write("event: error\n"u8);
        }

        _output.Write("data: "u8);
        FaultWriter.Write(_output, format, fault, requestId);
        _output.Write("\n\n"u8);
    }

    /// <summary>Sends what there is and cuts the connection: some clients take no notice of an event, and nobody must take this for the whole answer.</summary>
    public async Task CutAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        await Task.Delay(Parting, _time, _http.RequestAborted).ConfigureAwait(false);
        _http.Abort();
    }

    public void Dispose() => _json.Dispose();

    private async ValueTask AwaitAsync(Task flushed)
    {
        try
        {
            await flushed.WaitAsync(_patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            _http.Abort();
            throw new OperationCanceledException("The client takes nothing.", exception);
        }
    }
}
