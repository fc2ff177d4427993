namespace SkRouter.Classification;

/// <summary>Signed counts of words and pairs of words, hashed into a fixed number of columns. Made once and used again.</summary>
internal sealed class HashedCounts
{
    internal const int Columns = 1 << 14;
    private const int MaxCount = 255;

    // Logarithm of 1 + count for each count that a column can have.
    private static readonly float[] LogOfCount =
    [
        .. Enumerable.Range(1, MaxCount + 1).Select(n => (float)PortableMath.Log(n)),
    ];

    // Twice the signed count, plus 1 once the column was touched: a count that went back to 0 is still listed, and once only.
    private readonly short[] _marks = new short[Columns];
    private readonly ushort[] _touched = new ushort[Columns];
    private int _touchedCount;
    private uint _previous;

    internal ReadOnlySpan<ushort> Touched => _touched.AsSpan(0, _touchedCount);

    /// <summary>The value of a column before normalisation: logarithmic in the count.</summary>
    internal float Value(ushort column)
    {
        var count = _marks[column] >> 1;
        return count < 0 ? -LogOfCount[-count] : LogOfCount[count];
    }

    /// <summary>What the values are multiplied by so that their squares sum to 1; 0 when there are none.</summary>
    internal float Norm()
    {
        var sum = 0.0;
        foreach (var column in Touched)
        {
            var value = Value(column);
            sum += (double)value * value;
        }

        return sum > 0 ? (float)(1 / Math.Sqrt(sum)) : 0;
    }

    /// <summary>The next token does not follow the last one.</summary>
    internal void Break() => _previous = 0;

    internal void AddToken(uint token)
    {
        Bump(Mix(token));
        if (_previous != 0)
        {
            Bump(Mix((_previous * 0x2C1B_3C6D) ^ token));
        }

        _previous = token;
    }

    internal void Clear()
    {
        foreach (var column in Touched)
        {
            _marks[column] = 0;
        }

        _touchedCount = 0;
        _previous = 0;
    }

    private void Bump(uint hash)
    {
        var column = hash & (Columns - 1);
        ref var mark = ref _marks[column];
        if (mark == 0)
        {
            _touched[_touchedCount++] = (ushort)column;
            mark = 1;
        }

        var count = (mark >> 1) + ((hash & 0x8000_0000) == 0 ? 1 : -1);
        mark = (short)((Math.Clamp(count, -MaxCount, MaxCount) << 1) | 1);
    }

    private static uint Mix(uint h)
    {
        h ^= h >> 16;
        h *= 0x7FEB_352D;
        h ^= h >> 15;
        h *= 0x846C_A68B;
        return h ^ (h >> 16);
    }
}
