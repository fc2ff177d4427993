namespace SkRouter.Connectors.Wire;

/// <summary>
/// A stream of events that fails when one of them, or all of them together, are larger than the deployment allows. It can tell whether it is one JSON value instead.
/// </summary>
internal sealed class BoundedEventStream(Stream inner, ProviderEndpoint endpoint) : Stream
{
    private const int EventsInAStream = 4;

    // White space and a byte order mark may stand before the first event.
    private readonly byte[] _start = new byte[8];
    private int _startLength;
    private int _startRead;
    private long _total;
    private long _sinceLine;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether a JSON value follows, which no event begins like. Nothing is lost of what is read for that.</summary>
    public async ValueTask<bool> StartsWithJsonAsync(CancellationToken cancellationToken)
    {
        while (_startLength < _start.Length)
        {
            var read = await inner
                .ReadAsync(_start.AsMemory(_startLength, 1), cancellationToken)
                .ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            switch (_start[_startLength++])
            {
                case (byte)'{' or (byte)'[':
                    return true;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (_startRead < _startLength)
        {
            return ReadStart(buffer.Span);
        }

        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_startRead < _startLength)
        {
            return ReadStart(buffer.AsSpan(offset, count));
        }

        var read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadStart(Span<byte> buffer)
    {
        var start = _start.AsSpan(_startRead.._startLength);
        var read = Math.Min(start.Length, buffer.Length);
        start[..read].CopyTo(buffer);
        _startRead += read;
        Count(buffer[..read]);
        return read;
    }

    /// <summary>An event is one long line of data, so lines are counted: that takes one backward search a read.</summary>
    private void Count(ReadOnlySpan<byte> read)
    {
        var most = endpoint.MaxResponseBytes;
        var line = read.LastIndexOf((byte)'\n');
        _total += read.Length;
        _sinceLine = line < 0 ? _sinceLine + read.Length : read.Length - line - 1;
        if (_sinceLine > most)
        {
            throw endpoint.Errors.TooLarge("an event", most);
        }

        if (_total / EventsInAStream > most)
        {
            throw endpoint.Errors.TooLarge("a stream", most * EventsInAStream);
        }
    }
}
