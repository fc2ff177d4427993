using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Classification;

/// <summary>Learned weights: one byte for each hashed column and output, single precision for the rest; behind them the weights of difficulty.</summary>
internal sealed class ClassifierWeights
{
    internal const int FileLength = OutcomesLength + DifficultyWeights.FileLength;

    private const uint Magic = 0x57_52_4B_53; // "SKRW"
    private const int FormatVersion = 2;
    private const int HeaderLength = 12;
    private const int OutcomesLength = HeaderLength + (4 * FloatCount) + TextLength;
    private const int FormTextLength = HashedCounts.Columns * ClassifierHeads.Count;
    private const int TextLength = ClassifierHeads.Forms * FormTextLength;
    private const int Scales = 0;
    private const int Biases = ClassifierHeads.Count;
    private const int DenseStart = 2 * ClassifierHeads.Count;
    private const int GainShareAt = DenseStart + (ClassifierHeads.Count * DenseFeatures.Count);
    private const int CategoryGainAt = GainShareAt + 1;
    private const int FormFloatCount = CategoryGainAt + ClassifierHeads.Categories;
    private const int FloatCount = ClassifierHeads.Forms * FormFloatCount;

    private readonly sbyte[] _text;
    private readonly float[] _floats;

    /// <summary>Weights that are all 0.</summary>
    internal ClassifierWeights()
        : this(new sbyte[TextLength], new float[FloatCount]) { }

    private ClassifierWeights(sbyte[] text, float[] floats) => (_text, _floats) = (text, floats);

    /// <summary>Revision of the training recipe that made these weights.</summary>
    internal int Revision { get; init; }

    /// <summary>The weights of difficulty.</summary>
    internal DifficultyWeights Difficulty { get; init; } = new();

    /// <summary>What one step of a byte is worth, per output.</summary>
    internal Span<float> TextScale(PromptForm form) => Floats(form, Scales, ClassifierHeads.Count);

    internal Span<float> Bias(PromptForm form) => Floats(form, Biases, ClassifierHeads.Count);

    internal Span<float> Dense(PromptForm form, int head) =>
        Floats(form, DenseStart + (head * DenseFeatures.Count), DenseFeatures.Count);

    /// <summary>How much the difference between the two probabilities of success counts in the ranking of prompts.</summary>
    internal ref float GainShare(PromptForm form) =>
        ref _floats[((int)form * FormFloatCount) + GainShareAt];

    /// <summary>What is added to the ranking for each category, as far as the prompt belongs to it.</summary>
    internal Span<float> CategoryGain(PromptForm form) =>
        Floats(form, CategoryGainAt, ClassifierHeads.Categories);

    internal Span<sbyte> Text(PromptForm form, int column) =>
        _text.AsSpan(
            ((int)form * FormTextLength) + (column * ClassifierHeads.Count),
            ClassifierHeads.Count
        );

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
            Difficulty = DifficultyWeights.Read(file[OutcomesLength..]),
        };
        var rest = file[HeaderLength..OutcomesLength];
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

    /// <summary>These weights with other ones of difficulty; the rest is shared, not copied.</summary>
    internal ClassifierWeights With(DifficultyWeights difficulty) =>
        new(_text, _floats) { Revision = Revision, Difficulty = difficulty };

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
        Difficulty.Write().CopyTo(file.AsSpan(OutcomesLength));
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
        ref var text = ref _text[(int)features.Form * FormTextLength];
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
        var scale = TextScale(features.Form);
        var bias = Bias(features.Form);
        for (var head = 0; head < outputs.Length; head++)
        {
            outputs[head] =
                (outputs[head] * features.Norm * scale[head])
                + bias[head]
                + DenseSum(features, head);
        }
    }

    private float DenseSum(PromptFeatures features, int head)
    {
        var weights = Dense(features.Form, head);
        var dense = features.Dense;
        var sum = 0f;
        for (var i = 0; i < dense.Length; i++)
        {
            sum += weights[i] * dense[i];
        }

        return sum;
    }

    private Span<float> Floats(PromptForm form, int start, int count) =>
        _floats.AsSpan(((int)form * FormFloatCount) + start, count);
}
