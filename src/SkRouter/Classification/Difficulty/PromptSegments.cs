using System.Buffers;

namespace SkRouter.Classification.Difficulty;

/// <summary>Splits a normalised prompt into segments and paragraphs. Reused from prompt to prompt.</summary>
internal sealed class PromptSegments
{
    internal const int Most = 48;

    private const int Shortest = 8;
    private const int MergedFrom = Most - 8;
    private const char FirstUnspaced = '\u2E80';

    // Where a segment may end; what is between says nothing of where the next begins.
    private static readonly SearchValues<char> Marks = SearchValues.Create(".!?\n`");

    private readonly PromptSegment[] _segments = new PromptSegment[Most];
    private readonly int[] _paragraphOf = new int[Most];
    private readonly PromptParagraph[] _paragraphs = new PromptParagraph[Most];

    internal int Count { get; private set; }

    internal int ParagraphCount { get; private set; }

    internal PromptSegment this[int segment] => _segments[segment];

    internal bool IsInFirstParagraph(int segment) => _paragraphOf[segment] == 0;

    internal bool IsInLastParagraph(int segment) => _paragraphOf[segment] == ParagraphCount - 1;

    internal ref readonly PromptParagraph Paragraph(int segment) =>
        ref _paragraphs[_paragraphOf[segment]];

    internal void Split(ReadOnlySpan<char> text)
    {
        Count = 0;
        var (start, at, isCode) = (0, 0, false);
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny(Marks);
            if (next != 0)
            {
                at = next < 0 ? text.Length : at + next;
                continue;
            }

            if (IsFence(text, at))
            {
                at += isCode ? 3 : 0;
                Add(text, start, at, isCode);
                start = at;
                at += isCode ? 0 : 3;
                isCode = !isCode;
                continue;
            }

            at++;
            if (!isCode && at - start >= Shortest && IsEnd(text, at - 1))
            {
                Add(text, start, at, isCode);
                start = at;
            }
        }

        Add(text, start, text.Length, isCode);
        if (Count == 0)
        {
            _segments[Count++] = new(0, text.Length, false);
        }

        FindParagraphs(text);
    }

    private static bool IsFence(ReadOnlySpan<char> text, int at) =>
        text[at] == '`' && at + 2 < text.Length && text[at + 1] == '`' && text[at + 2] == '`';

    private static bool IsEnd(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not ('.' or '!' or '?'))
        {
            return text[at] == '\n';
        }

        return at + 1 >= text.Length
            || text[at + 1] is ' ' or '\n' or '"' or > FirstUnspaced
            || (at > 0 && text[at - 1] > FirstUnspaced);
    }

    private void Add(ReadOnlySpan<char> text, int start, int end, bool isCode)
    {
        while (start < end && text[start] is ' ' or '\n')
        {
            start++;
        }

        if (start >= end)
        {
            return;
        }

        if (Count == Most)
        {
            MergeTwo();
        }

        _segments[Count++] = new(start, end, isCode);
    }

    // The ends of a prompt matter most: two neighbours nearer to its end than to its start become one.
    private void MergeTwo()
    {
        var (one, other) = (_segments[MergedFrom], _segments[MergedFrom + 1]);
        _segments[MergedFrom] = new(one.Start, other.End, one.IsCode && other.IsCode);
        _segments.AsSpan(MergedFrom + 2).CopyTo(_segments.AsSpan(MergedFrom + 1));
        Count--;
    }

    private void FindParagraphs(ReadOnlySpan<char> text)
    {
        ParagraphCount = 1;
        _paragraphs[0] = default;
        for (var i = 0; i < Count; i++)
        {
            if (i > 0 && StartsParagraph(text, _segments[i - 1], _segments[i]))
            {
                _paragraphs[ParagraphCount++] = default;
            }

            _paragraphOf[i] = ParagraphCount - 1;
            _paragraphs[ParagraphCount - 1].Segments++;
            _paragraphs[ParagraphCount - 1].Characters += _segments[i].Length;
        }
    }

    private static bool StartsParagraph(
        ReadOnlySpan<char> text,
        PromptSegment before,
        PromptSegment segment
    )
    {
        var breaks = text[before.End..segment.Start].Count('\n');
        breaks += before.Length > 0 && text[before.End - 1] == '\n' ? 1 : 0;
        return breaks >= 2 || before.IsCode != segment.IsCode;
    }
}
