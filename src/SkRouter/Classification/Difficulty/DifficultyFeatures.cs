namespace SkRouter.Classification.Difficulty;

/// <summary>
/// What the difficulty of a prompt is read from: per segment the hashed words and parts of words, what is counted, and where the segment
/// stands; and the shape of the whole. Reused from prompt to prompt.
/// </summary>
internal sealed class DifficultyFeatures
{
    /// <summary>Shape of the whole prompt.</summary>
    internal const int ShapeCount = 8 + ScriptOf.Count;

    // Three parts of words a character, and as many for a script without spaces.
    private const int MostParts = 3 * (NormalizedPrompt.HeadLimit + NormalizedPrompt.TailLimit) * 3;
    private const int FirstRoom = 4096;

    private readonly int[] _wordStarts = new int[PromptSegments.Most + 1];
    private readonly int[] _partStarts = new int[PromptSegments.Most + 1];
    private readonly int[] _cueStarts = new int[PromptSegments.Most + 1];
    private readonly float[] _counts = new float[PromptSegments.Most * SegmentCounts.Kinds];
    private readonly float[] _places = new float[PromptSegments.Most * SegmentPlace.Count];
    private readonly float[] _shape = new float[ShapeCount];
    private readonly char[] _padded = new char[SegmentScanner.PaddedRoom];
    private readonly int[] _letters = new int[ScriptOf.Count];
    private int[] _words = new int[FirstRoom];
    private int[] _parts = new int[FirstRoom];
    private int[] _cues = new int[FirstRoom];

    internal PromptSegments Segments { get; } = new();

    /// <summary>Columns of words and pairs of words in a segment.</summary>
    internal ReadOnlySpan<int> Words(int segment) =>
        _words.AsSpan(_wordStarts[segment].._wordStarts[segment + 1]);

    /// <summary>Columns of parts of words in a segment.</summary>
    internal ReadOnlySpan<int> Parts(int segment) =>
        _parts.AsSpan(_partStarts[segment].._partStarts[segment + 1]);

    /// <summary>Columns of words that say whether the segment belongs to the task or to the text that the task is about.</summary>
    internal ReadOnlySpan<int> Cues(int segment) =>
        _cues.AsSpan(_cueStarts[segment].._cueStarts[segment + 1]);

    internal ReadOnlySpan<float> Counts(int segment) =>
        _counts.AsSpan(segment * SegmentCounts.Kinds, SegmentCounts.Kinds);

    internal ReadOnlySpan<float> Place(int segment) =>
        _places.AsSpan(segment * SegmentPlace.Count, SegmentPlace.Count);

    internal ReadOnlySpan<float> Shape => _shape;

    /// <param name="prompt">The prompt.</param>
    /// <param name="words">Words of it that are hashed already; none for all that are not.</param>
    internal void Read(NormalizedPrompt prompt, WordHashes words)
    {
        words.Rewind();
        var text = prompt.Text;
        Reserve(text.Length);
        Segments.Split(text);
        Array.Clear(_letters);
        var scanner = new SegmentScanner(_words, _parts, _cues, _letters, _padded, words);
        var (total, longestNumber, hasCode, inQuote) = (default(SegmentCounts), 0, false, false);
        for (var i = 0; i < Segments.Count; i++)
        {
            var segment = Segments[i];
            scanner.Read(text[segment.Start..segment.End], segment.Start);
            var counts = scanner.Counts;
            counts.CopyTo(_counts.AsSpan(i * SegmentCounts.Kinds));
            SegmentPlace.Fill(
                Segments,
                i,
                counts,
                text.Length,
                inQuote,
                _places.AsSpan(i * SegmentPlace.Count)
            );
            inQuote ^= (counts.Quotes & 1) == 1;
            hasCode |= segment.IsCode;
            total.Words += counts.Words;
            total.LongWords += counts.LongWords;
            total.Extent += counts.Extent;
            longestNumber = Math.Max(longestNumber, scanner.LongestNumber);
            (_wordStarts[i + 1], _partStarts[i + 1], _cueStarts[i + 1]) = scanner.Written;
        }

        FillShape(total, longestNumber, hasCode);
    }

    private void FillShape(in SegmentCounts total, int longestNumber, bool hasCode)
    {
        float letters = _letters.Sum();
        float words = Math.Max(1, total.Words);
        _shape[0] = Math.Min(1.5f, letters / words / 8);
        _shape[1] = Math.Min(1, total.LongWords / words * 3);
        _shape[2] = Math.Min(5, longestNumber) / 4f;
        _shape[3] = total.Words <= 3 ? 1 : 0;
        _shape[4] = total.Words <= 1 ? 1 : 0;
        _shape[5] = hasCode ? 1 : 0;
        _shape[6] = (float)PortableMath.Log(1 + (total.Extent / 300.0));
        _shape[7] = (float)PortableMath.Log(Segments.ParagraphCount);
        for (var script = 0; script < ScriptOf.Count; script++)
        {
            _shape[8 + script] = letters == 0 ? 0 : _letters[script] / letters;
        }
    }

    private void Reserve(int length)
    {
        var room =
            Math.Min(MostParts, 3 * (length + (2 * PromptSegments.Most) + 2))
            + SegmentScanner.Lanes;
        if (_parts.Length < room)
        {
            _words = new int[room];
            _parts = new int[room];
            _cues = new int[room];
        }
    }
}
