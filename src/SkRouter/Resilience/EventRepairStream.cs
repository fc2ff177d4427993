using System.Buffers;
using System.Text.Json;

namespace SkRouter.Resilience;

/// <summary>Passes server-sent events through line by line and leaves out data lines that should be JSON and are not.</summary>
internal sealed class EventRepairStream(Stream inner, ProviderSignals? signals) : Stream
{
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
        _ended = read == 0;
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

            if (IsMalformed(pending[..length]))
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

    private static bool IsMalformed(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("data:"u8))
        {
            return false;
        }

        var data = line[5..].Trim(" \r\n"u8);
        // Only what sets out to be JSON can fail to be it: "[DONE]" and plain text are not ours to judge.
        if (data.Length == 0 || data[0] != (byte)'{')
        {
            return false;
        }

        var reader = new Utf8JsonReader(data);
        try
        {
            while (reader.Read()) { }

            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
