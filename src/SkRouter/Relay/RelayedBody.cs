using System.Buffers;

namespace SkRouter.Relay;

/// <summary>
/// A request's bytes in a rented buffer. Who sends them holds it meanwhile: a call may be over, and its buffer given to the next, while a connection
/// that nobody waits for any more still sends from it.
/// </summary>
internal sealed class RelayedBody : IDisposable
{
    /// <summary>Larger buffers are not kept for the next call: memory that one large body took must come back.</summary>
    private const int LargestRented = 1024 * 1024;

    private byte[] _buffer;
    private int _length;
    private int _holders = 1;
    private int _disposed;

    public RelayedBody(ReadOnlySequence<byte> bytes)
        : this(checked((int)bytes.Length)) => Append(bytes);

    /// <param name="capacity">How many bytes are expected.</param>
    public RelayedBody(int capacity) => _buffer = Rent(capacity);

    /// <summary>Only for who made it, or holds it.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Adds what has come. Only while it is being read.</summary>
    public void Append(ReadOnlySequence<byte> bytes)
    {
        var length = checked(_length + (int)bytes.Length);
        if (length > _buffer.Length)
        {
            var larger = Rent(Math.Max(length, 2 * _buffer.Length));
            Bytes.CopyTo(larger);
            Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = length;
    }

    /// <returns>False if the call is over and nobody holds the bytes any more: they are others' now.</returns>
    public bool TryHold()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var before = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (before == holders)
            {
                return true;
            }

            holders = before;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Return(_buffer);
        }
    }

    /// <summary>The call is over.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    private static byte[] Rent(int capacity) =>
        capacity <= LargestRented
            ? ArrayPool<byte>.Shared.Rent(capacity)
            : GC.AllocateUninitializedArray<byte>(capacity);

    private static void Return(byte[] buffer)
    {
        if (buffer.Length <= LargestRented)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
