using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SkRouter.Classification;

/// <summary>Learned weights: one byte for each hashed column and output, single precision for the rest.</summary>
internal sealed class ClassifierWeights
{
    internal const int FileLength = HeaderLength + (4 * FloatCount) + TextLength;

    private const uint Magic = 0x57_52_4B_53; // "SKRW"
    private const int FormatVersion = 1;
    private const int HeaderLength = 12;
    private const int TextLength = HashedCounts.Columns * ClassifierHeads.Count;
    private const int DenseLength = ClassifierHeads.Count * DenseFeatures.Count;
    private const int FloatCount =
        DenseLength + (2 * ClassifierHeads.Count) + ClassifierHeads.Forms;

    private readonly sbyte[] _text = new sbyte[TextLength];
    private readonly float[] _floats = new float[FloatCount];

    /// <summary>Revision of the training recipe that made these weights.</summary>
    internal int Revision { get; init; }

    /// <summary>What one step of a byte is worth, per output.</summary>
    internal Span<float> TextScale => _floats.AsSpan(DenseLength, ClassifierHeads.Count);

    internal Span<float> Bias =>
        _floats.AsSpan(DenseLength + ClassifierHeads.Count, ClassifierHeads.Count);

    /// <summary>How much of the hardness goes into the score of a prompt, per form.</summary>
    internal Span<float> HardnessShare => _floats.AsSpan(DenseLength + (2 * ClassifierHeads.Count));

    internal Span<float> Dense(int head) =>
        _floats.AsSpan(head * DenseFeatures.Count, DenseFeatures.Count);

    internal Span<sbyte> Text(int column) =>
        _text.AsSpan(column * ClassifierHeads.Count, ClassifierHeads.Count);

    /// <summary>Reads a weights file.</summary>
    /// <exception cref="InvalidDataException">It is not one, or another version's.</exception>
    internal static ClassifierWeights Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
        {
            throw new InvalidDataException(
                "This is not a file of classifier weights. Make one with `skrouter train --data FILE --out weights.bin`."
            );
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        if (version != FormatVersion || file.Length != FileLength)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The classifier weights have format {version} and {file.Length} bytes; this version reads format {FormatVersion} of {FileLength} bytes. Train them anew."
                )
            );
        }

        var weights = new ClassifierWeights
        {
            Revision = BinaryPrimitives.ReadInt32LittleEndian(file[8..]),
        };
        var rest = file[HeaderLength..];
        for (var i = 0; i < FloatCount; i++)
        {
            weights._floats[i] = BinaryPrimitives.ReadSingleLittleEndian(rest[(4 * i)..]);
            if (!float.IsFinite(weights._floats[i]))
            {
                throw new InvalidDataException(
                    "The classifier weights are damaged: a number in them is not finite. Train them anew."
                );
            }
        }

        rest[(4 * FloatCount)..].CopyTo(MemoryMarshal.AsBytes(weights._text.AsSpan()));
        return weights;
    }

    internal byte[] Write()
    {
        var file = new byte[FileLength];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), Revision);
        var rest = file.AsSpan(HeaderLength);
        for (var i = 0; i < FloatCount; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest[(4 * i)..], _floats[i]);
        }

        MemoryMarshal.AsBytes(_text.AsSpan()).CopyTo(rest[(4 * FloatCount)..]);
        return file;
    }

    /// <summary>All outputs for one prompt, as log-odds. Every output is summed in the order of the columns, on any hardware.</summary>
    internal void Outputs(PromptFeatures features, Span<float> outputs)
    {
        var sums = (
            A: Vector128<float>.Zero,
            B: Vector128<float>.Zero,
            C: Vector128<float>.Zero,
            D: Vector128<float>.Zero
        );
        ref var text = ref MemoryMarshal.GetArrayDataReference(_text);
        foreach (var column in features.Counts.Touched)
        {
            var value = Vector128.Create(features.Counts.Value(column));
            var (low, high) = Vector128.Widen(
                Vector128.LoadUnsafe(ref text, (nuint)(column * ClassifierHeads.Count))
            );
            var (a, b) = Vector128.Widen(low);
            var (c, d) = Vector128.Widen(high);
            sums.A += Vector128.ConvertToSingle(a) * value;
            sums.B += Vector128.ConvertToSingle(b) * value;
            sums.C += Vector128.ConvertToSingle(c) * value;
            sums.D += Vector128.ConvertToSingle(d) * value;
        }

        sums.A.CopyTo(outputs);
        sums.B.CopyTo(outputs[4..]);
        sums.C.CopyTo(outputs[8..]);
        sums.D.CopyTo(outputs[12..]);
        for (var head = 0; head < ClassifierHeads.Count; head++)
        {
            outputs[head] =
                (outputs[head] * features.Norm * TextScale[head])
                + Bias[head]
                + DenseSum(head, features.Dense);
        }
    }

    private float DenseSum(int head, ReadOnlySpan<float> dense)
    {
        var weights = Dense(head);
        var sum = 0f;
        for (var i = 0; i < dense.Length; i++)
        {
            sum += weights[i] * dense[i];
        }

        return sum;
    }
}
