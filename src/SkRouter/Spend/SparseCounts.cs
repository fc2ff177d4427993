namespace SkRouter.Spend;

/// <summary>
/// Counts by index, of which most are zero: buckets of a histogram, units of usage. Adding two is adding each. Written as pairs of
/// variable-length numbers, the distance to the index before and the count, so that a sum in a ledger takes a few bytes.
/// </summary>
/// <param name="first">How many different indexes to make room for at first.</param>
internal sealed class SparseCounts(int first = 1)
{
    private const int MostOnStack = 32;

    // An index takes up to five bytes, a count up to ten.
    private const int BytesOfPair = 15;

    private int[] _indexes = [];
    private long[] _counts = [];
    private int _length;

    public int Length => _length;

    public long Total
    {
        get
        {
            long total = 0;
            for (var i = 0; i < _length; i++)
            {
                total = Saturated(total, _counts[i]);
            }

            return total;
        }
    }

    public long this[int index] =>
        Array.BinarySearch(_indexes, 0, _length, index) is >= 0 and var place ? _counts[place] : 0;

    public (int Index, long Count) At(int place) => (_indexes[place], _counts[place]);

    public void Add(int index, long count)
    {
        if (count == 0)
        {
            return;
        }

        // Sums are read in order, so most come after what is there.
        var place =
            _length == 0 || index > _indexes[_length - 1]
                ? ~_length
                : Array.BinarySearch(_indexes, 0, _length, index);
        if (place >= 0)
        {
            _counts[place] = Saturated(_counts[place], count);
            return;
        }

        Insert(~place, index, count);
    }

    public void Add(SparseCounts other)
    {
        for (var i = 0; i < other._length; i++)
        {
            Add(other._indexes[i], other._counts[i]);
        }
    }

    /// <summary>Adds what <see cref="ToBytes"/> wrote.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var index = 0;
        while (bytes.Length > 0)
        {
            index += (int)Read(ref bytes);
            Add(index, (long)Read(ref bytes));
        }
    }

    public byte[] ToBytes()
    {
        Span<byte> bytes =
            _length <= MostOnStack
                ? stackalloc byte[MostOnStack * BytesOfPair]
                : new byte[_length * BytesOfPair];
        var written = 0;
        var last = 0;
        for (var i = 0; i < _length; i++)
        {
            written += Write(bytes[written..], (ulong)(_indexes[i] - last));
            written += Write(bytes[written..], (ulong)_counts[i]);
            last = _indexes[i];
        }

        return bytes[..written].ToArray();
    }

    private void Insert(int place, int index, long count)
    {
        if (_length == _indexes.Length)
        {
            var larger = _length == 0 ? first : _length * 2;
            Array.Resize(ref _indexes, larger);
            Array.Resize(ref _counts, larger);
        }

        Array.Copy(_indexes, place, _indexes, place + 1, _length - place);
        Array.Copy(_counts, place, _counts, place + 1, _length - place);
        _indexes[place] = index;
        _counts[place] = count;
        _length++;
    }

    private static long Saturated(long left, long right) =>
        right > long.MaxValue - left ? long.MaxValue : left + right;

    private static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var (i, shift) = (0, 0); i < bytes.Length && shift < 64; i++, shift += 7)
        {
            value |= (ulong)(bytes[i] & 0x7F) << shift;
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw new FormatException("A sum in the ledger ends within a number.");
    }

    private static int Write(Span<byte> bytes, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        return length;
    }
}
