using System.Text;

namespace SkRouter.Classification;

/// <summary>Maps characters that readers take for the same to one character: upper to lower case, full-width to ASCII, quotes, dashes, digits.</summary>
internal static class CharacterFolding
{
    /// <summary>What a character that says nothing is folded to.</summary>
    internal const char Nothing = '\0';

    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthShift = 0xFEE0;

    internal static char Fold(char c) =>
        c < 0x80 ? FoldAscii(c)
        : c < 0x2000 ? FoldAlphabet(c)
        : FoldSign(c);

    /// <summary>Whether a text with this character may be written in another, composed way.</summary>
    internal static bool MayCompose(char c) =>
        c
            is >= '\u0300'
                and <= '\u036F'
                or >= '\u1100'
                and <= '\u11FF'
                or >= '\u0653'
                and <= '\u0655'
                or '\u093C'
                or '\u09BC'
                or '\u3099'
                or '\u309A'
                or >= '\uFF61'
                and <= '\uFF9F';

    /// <summary>Composes a text, or leaves it as it is when it is not valid UTF-16 or does not fit.</summary>
    internal static ReadOnlySpan<char> Compose(ReadOnlySpan<char> text, Span<char> target)
    {
        try
        {
            return text.TryNormalize(target, out var written, NormalizationForm.FormKC)
                ? target[..written]
                : text;
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static char FoldAscii(char c) =>
        c switch
        {
            >= 'A' and <= 'Z' => (char)(c | 0x20),
            '\t' or '\v' or '\f' => ' ',
            '\r' => Nothing,
            _ => c,
        };

    private static char FoldAlphabet(char c) =>
        c switch
        {
            '\u00A0' => ' ',
            '¿' or '¡' or '\u00AD' => Nothing,
            '«' or '»' => '"',
            'ı' or 'İ' => 'i',
            '؟' or '\u037E' => '?',
            '،' => ',',
            '؛' => ';',
            '।' or '۔' => '.',
            >= '\u0660' and <= '\u0669' => (char)('0' + c - '\u0660'),
            >= '\u06F0' and <= '\u06F9' => (char)('0' + c - '\u06F0'),
            >= '\u0966' and <= '\u096F' => (char)('0' + c - '\u0966'),
            'ς' => 'σ',
            _ => char.ToLowerInvariant(c),
        };

    private static char FoldSign(char c) =>
        c switch
        {
            >= FullWidthFirst and <= FullWidthLast => FoldAscii((char)(c - FullWidthShift)),
            '\u3000' or >= '\u2000' and <= '\u200A' or '\u202F' => ' ',
            '\u2028' or '\u2029' => '\n',
            '\u200B' or '\uFEFF' or '\u200E' or '\u200F' or '\u2060' => Nothing,
            '。' or '…' => '.',
            '、' => ',',
            '“' or '”' or '„' or '‟' or '「' or '」' or '『' or '』' or '《' or '》' => '"',
            '‘' or '’' or '‚' => '\'',
            '–' or '—' or '‐' or '‑' or '−' => '-',
            _ => char.ToLowerInvariant(c),
        };
}
