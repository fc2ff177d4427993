using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SkRouter.Classification.Difficulty;

/// <summary>Learned weights of difficulty: one byte for each hashed column, single precision for the rest.</summary>
internal sealed class DifficultyWeights
{
    internal const int TableBits = 18;
    internal const int TableColumns = 1 << TableBits;
    internal const int CueColumns = 1 << 13;
    internal const int FileLength = HeaderLength + (4 * FloatCount) + TableLength;

    private const uint Magic = 0x44_52_4B_53; // "SKRD"
    private const int FormatVersion = 1;
    private const int HeaderLength = 12;
    private const int TableLength = (2 * TableColumns) + CueColumns;
    private const int PlacesAt = 3;
    private const int CountsAt = PlacesAt + SegmentPlace.Count;
    private const int ShapeAt = CountsAt + SegmentCounts.Kinds;
    private const int CueBiasAt = ShapeAt + DifficultyFeatures.ShapeCount;
    private const int BiasAt = CueBiasAt + 1;
    private const int FloatCount = BiasAt + 1;

    private readonly sbyte[] _tables = new sbyte[TableLength];
    private readonly float[] _floats = new float[FloatCount];

    /// <summary>Revision of the training recipe that made these weights.</summary>
    internal int Revision { get; init; }

    internal Span<sbyte> Words => _tables.AsSpan(0, TableColumns);

    internal Span<sbyte> Parts => _tables.AsSpan(TableColumns, TableColumns);

    internal Span<sbyte> Cues => _tables.AsSpan(2 * TableColumns, CueColumns);

    /// <summary>What one step of a byte is worth in the table of words.</summary>
    internal ref float WordScale => ref _floats[0];

    /// <summary>What one step of a byte is worth in the table of parts of words.</summary>
    internal ref float PartScale => ref _floats[1];

    /// <summary>What one step of a byte is worth in the table of cues.</summary>
    internal ref float CueScale => ref _floats[2];

    internal Span<float> Places => _floats.AsSpan(PlacesAt, SegmentPlace.Count);

    internal Span<float> Counts => _floats.AsSpan(CountsAt, SegmentCounts.Kinds);

    internal Span<float> Shape => _floats.AsSpan(ShapeAt, DifficultyFeatures.ShapeCount);

    /// <summary>Log-odds that a segment belongs to the task before anything is known of it.</summary>
    internal ref float CueBias => ref _floats[CueBiasAt];

    internal ref float Bias => ref _floats[BiasAt];

    /// <summary>Reads a file of weights.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or of another version.</exception>
    internal static DifficultyWeights Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
        {
            throw new InvalidDataException(
                "This is not a file of difficulty weights. Make one with `skrouter train --data FILE --out-difficulty difficulty.bin`."
            );
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        if (version != FormatVersion || file.Length != FileLength)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The difficulty weights have format {version} and {file.Length} bytes; this version reads format {FormatVersion} of {FileLength} bytes. Train them again."
                )
            );
        }

        var weights = new DifficultyWeights
        {
            Revision = BinaryPrimitives.ReadInt32LittleEndian(file[8..]),
        };
        for (var i = 0; i < FloatCount; i++)
        {
            weights._floats[i] = BinaryPrimitives.ReadSingleLittleEndian(
                file[(HeaderLength + (4 * i))..]
            );
            if (!float.IsFinite(weights._floats[i]))
            {
                throw new InvalidDataException(
                    "The difficulty weights are damaged: they contain a number that is not finite. Train them again."
                );
            }
        }

        file[^TableLength..].CopyTo(MemoryMarshal.AsBytes(weights._tables.AsSpan()));
        return weights;
    }

    internal byte[] Write()
    {
        var file = new byte[FileLength];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), Revision);
        for (var i = 0; i < FloatCount; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(
                file.AsSpan(HeaderLength + (4 * i)),
                _floats[i]
            );
        }

        MemoryMarshal.AsBytes(_tables.AsSpan()).CopyTo(file.AsSpan(file.Length - TableLength));
        return file;
    }
}
