namespace SkRouter.Classification.Difficulty;

/// <summary>Where a segment stands and what it looks like: from these and its words it is told whether it belongs to the task.</summary>
internal static class SegmentPlace
{
    internal const int Count = 20;

    private const int ShortParagraph = 350;

    internal static void Fill(
        PromptSegments segments,
        int at,
        in SegmentCounts counts,
        int promptLength,
        bool inQuote,
        Span<float> place
    )
    {
        var segment = segments[at];
        float length = Math.Max(1, segment.Length);
        place[0] = Flag(at == 0);
        place[1] = Flag(at == segments.Count - 1);
        place[2] = Flag(segments.Count == 1);
        place[3] = PortableMath.LogOf(Math.Max(1, segment.Length)) / 5;
        place[4] = Flag(counts.Questions > 0);
        place[5] = Flag(segment.IsCode);
        place[6] = Math.Min(1, (counts.CodeSymbols + counts.MathSymbols) / length * 10);
        place[7] = Math.Min(1, counts.Digits / length * 5);
        place[8] = Flag(counts.Quotes > 0);
        place[9] = Flag(at == segments.Count - 2);
        place[10] = Flag(at == 1);
        place[11] = Math.Min(2, Log(1 + (promptLength / 300f)));
        FillParagraph(segments, at, place);
        place[19] = Flag(inQuote);
    }

    private static void FillParagraph(PromptSegments segments, int at, Span<float> place)
    {
        var (isFirst, isLast) = (segments.IsInFirstParagraph(at), segments.IsInLastParagraph(at));
        ref readonly var paragraph = ref segments.Paragraph(at);
        var several = segments.ParagraphCount > 1;
        var isShort = paragraph.Characters < ShortParagraph;
        place[12] = Flag(isFirst);
        place[13] = Flag(isLast);
        place[14] = PortableMath.LogOf(paragraph.Segments);
        place[15] = Log(1 + (paragraph.Characters / 100f));
        place[16] = Flag(several && isFirst && isShort);
        place[17] = Flag(several && isLast && isShort);
        place[18] = Flag(several && !isFirst && !isLast);
    }

    private static float Flag(bool value) => value ? 1 : 0;

    private static float Log(float value) => (float)PortableMath.Log(value);
}
