using System.Buffers;

namespace SkRouter.Relay;

/// <summary>
/// A request's bytes in a rented buffer. Who sends them holds it meanwhile: a call may be over, and its buffer given to the next, while a connection
/// that nobody waits for any more still sends from it.
/// </summary>
internal sealed class RelayedBody : IDisposable
{
    private readonly byte[] _rented;
    private readonly int _length;
    private int _holders = 1;
    private int _disposed;

    public RelayedBody(ReadOnlySequence<byte> bytes)
    {
        _length = checked((int)bytes.Length);
        _rented = ArrayPool<byte>.Shared.Rent(_length);
        bytes.CopyTo(_rented);
    }

    /// <summary>Only for who made it, or holds it.</summary>
    public ReadOnlyMemory<byte> Bytes => _rented.AsMemory(0, _length);

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
            ArrayPool<byte>.Shared.Return(_rented);
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
}
