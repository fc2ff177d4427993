using System.Globalization;

namespace SkRouter.Classification;

/// <summary>Tells letters from other characters, and which script they belong to.</summary>
internal static class ScriptOf
{
    internal const int Count = 10;

    internal static bool IsLetter(char c) =>
        c < 0x80
            ? (uint)((c | 0x20) - 'a') < 26
            : char.IsLetter(c)
                || (
                    c >= '\u0300'
                    && CharUnicodeInfo.GetUnicodeCategory(c)
                        is UnicodeCategory.NonSpacingMark
                            or UnicodeCategory.SpacingCombiningMark
                );

    internal static Script Letter(char c) =>
        c switch
        {
            < '\u0250' => Script.Latin,
            < '\u0400' => Script.Greek,
            < '\u0530' => Script.Cyrillic,
            < '\u0600' => Script.Hebrew,
            < '\u0900' => Script.Arabic,
            < '\u0E00' => Script.Indic,
            < '\u1000' or >= '\u1780' and < '\u1800' => Script.Thai,
            >= '\u3040' and <= '\u30FF' => Script.Kana,
            >= '\u2E80' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' => Script.Han,
            >= '\uAC00' and <= '\uD7AF' => Script.Hangul,
            _ => Script.Latin,
        };

    /// <summary>Whether words of the script are not told apart by spaces.</summary>
    internal static bool IsUnspaced(Script script) =>
        script is Script.Thai or Script.Kana or Script.Han;
}
