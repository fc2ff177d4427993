namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Gives its bytes in pieces of the given lengths, over and over; no lengths: all at once.</summary>
internal sealed class PiecewiseStream(byte[] bytes, IReadOnlyList<int> lengths) : Stream
{
    private int _position;
    private int _piece;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var wanted =
            lengths.Count == 0 ? buffer.Length : Math.Max(1, lengths[_piece++ % lengths.Count]);
        var given = Math.Min(Math.Min(wanted, buffer.Length), bytes.Length - _position);
        bytes.AsSpan(_position, given).CopyTo(buffer);
        _position += given;
        return given;
    }

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();
}
