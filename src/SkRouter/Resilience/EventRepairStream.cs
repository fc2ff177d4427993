using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SkRouter.Resilience;

/// <summary>
/// Passes server-sent events through line by line. It leaves out data lines that should be JSON and are not, repairs text that no SDK can read, and ends with an
/// exception at an event that is an error, which SDKs pass over, or at one that is larger than allowed.
/// </summary>
internal sealed class EventRepairStream(
    Stream inner,
    ProviderSignals? signals,
    long mostBytes = long.MaxValue
) : Stream
{
    private enum Line
    {
        Sound,
        Malformed,
        Error,
    }

    /// <summary>A stream may be so many times as large as one event.</summary>
    private const int EventsInAStream = 4;

    private string? _error;
    private long _total;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(8_192);
    private int _start;
    private int _end;
    private int _ready;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length =>
        throw new NotSupportedException("A stream of events has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A stream of events has no position.");
        set => throw new NotSupportedException("A stream of events has no position.");
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (_ready == 0)
        {
            if (_error is not null)
            {
                throw new HttpOperationException(
                    HttpStatusCode.OK,
                    _error,
                    "the stream holds an error",
                    innerException: null
                );
            }

            if (_ended)
            {
                return 0;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _ready);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        _ready -= count;
        return count;
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A stream of events cannot seek.");

    public override void SetLength(long value) =>
        throw new NotSupportedException("A stream of events is read-only.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A stream of events is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0)
        {
            inner.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _ended = true;
            _ready = 0;
        }

        base.Dispose(disposing);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await inner
            .ReadAsync(_buffer.AsMemory(_end), cancellationToken)
            .ConfigureAwait(false);
        _end += read;
        _total += read;
        _ended = read == 0;
        if (_total / EventsInAStream > mostBytes)
        {
            throw ProviderHttpHandler.TooLarge("a stream", mostBytes * EventsInAStream);
        }

        Sift();
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end > mostBytes)
            {
                throw ProviderHttpHandler.TooLarge("an event", mostBytes);
            }

            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }

    /// <summary>Makes every whole line ready, and takes malformed ones out. What follows the last line break waits, except at the end.</summary>
    private void Sift()
    {
        while (true)
        {
            var pending = _buffer.AsSpan(_start + _ready, _end - _start - _ready);
            var lineBreak = pending.IndexOf((byte)'\n');
            var length =
                lineBreak >= 0 ? lineBreak + 1
                : _ended ? pending.Length
                : 0;
            if (length == 0)
            {
                return;
            }

            var line = pending[..length];
            var kind = Judge(line);
            if (kind is Line.Error)
            {
                _error = Encoding.UTF8.GetString(line[5..].Trim(" \r\n"u8));
                _end = _start + _ready;
                _ended = true;
                return;
            }

            if (kind is Line.Malformed)
            {
                pending[length..].CopyTo(pending);
                _end -= length;
                if (signals is not null)
                {
                    signals.DroppedEvents++;
                }
            }
            else
            {
                _ready += length;
            }
        }
    }

    private static Line Judge(Span<byte> line)
    {
        if (!line.StartsWith("data:"u8))
        {
            return Line.Sound;
        }

        var data = line[5..].Trim(" \r\n"u8);
        // Only what sets out to be JSON can fail to be it: "[DONE]" and plain text are not ours to judge.
        if (data.Length == 0 || data[0] != (byte)'{')
        {
            return Line.Sound;
        }

        JsonRepair.Apply(data);
        try
        {
            return IsError(data) ? Line.Error : Line.Sound;
        }
        catch (JsonException)
        {
            return Line.Malformed;
        }
    }

    /// <summary>Reads the whole event, as only that tells whether it is JSON.</summary>
    private static bool IsError(ReadOnlySpan<byte> data)
    {
        var error = false;
        var reader = new Utf8JsonReader(data);
        while (reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            var isType = reader.ValueTextEquals("type"u8);
            if (isType || reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                error |= isType
                    ? reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("error"u8)
                    : (
                        reader.TokenType is JsonTokenType.StartObject
                        && reader.Read()
                        && reader.TokenType is not JsonTokenType.EndObject
                    )
                        || (
                            reader.TokenType is JsonTokenType.String
                            && !reader.ValueTextEquals(""u8)
                        );
            }
        }

        return error;
    }
}
