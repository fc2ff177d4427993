using System.Collections.Frozen;
using System.Globalization;

namespace SkRouter.Classification;

/// <summary>Reads a prompt once, from left to right, and counts its words, pairs of words and shape.</summary>
/// <remarks>Lone surrogates, control characters and binary are symbols like any other. The time is linear in the characters read.</remarks>
internal ref struct PromptScanner(HashedCounts counts, WordHashes words)
{
    private const uint NumberToken = 0x9E37_79B1;
    private const uint SymbolToken = 0x85EB_CA6B;
    private const uint HashBasis = 2166136261;
    private const uint HashPrime = 16777619;

    // Hashes of words that stand for a number or a ratio, which word problems count on as much as on digits.
    private static readonly FrozenSet<uint> NumberWords =
        "one two three four five six seven eight nine ten eleven twelve half third quarter twice thrice double triple dozen couple each every per"
            .Split(' ')
            .Select(HashOf)
            .ToFrozenSet();

    // Words by which a question asks for an amount: the question mark may be missing.
    private static readonly FrozenSet<uint> AmountWords = "many much what"
        .Split(' ')
        .Select(HashOf)
        .ToFrozenSet();

    // No number word and no amount word is longer.
    private const int LongestCountedWord = 7;

    internal PromptStatistics Statistics;
    private ReadOnlySpan<char> _text;
    private int _optionStart;

    internal void Read(ReadOnlySpan<char> text)
    {
        _text = text;
        _optionStart = -1;
        counts.Break();
        Statistics.Length += text.Length;
        Statistics.Lines++;
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            i =
                char.IsAsciiLetter(c) ? ReadWord(i)
                : char.IsAsciiDigit(c) ? ReadNumber(i)
                : c is ' ' ? i + 1
                : char.IsAscii(c) ? ReadSymbol(i, c)
                : ReadOther(i, c);
        }

        CloseOption(text.Length);
    }

    private int ReadWord(int start)
    {
        var hash = HashBasis;
        var i = start;
        while (i < _text.Length && char.IsAsciiLetter(_text[i]))
        {
            hash = (hash ^ _text[i]) * HashPrime;
            i++;
        }

        if (i == _text.Length || char.IsAscii(_text[i]))
        {
            words.Add(start, i, hash);
        }

        for (; i < _text.Length; i++)
        {
            var c = _text[i];
            if (char.IsAsciiLetter(c))
            {
                hash = (hash ^ c) * HashPrime;
            }
            else if (!char.IsAscii(c) && IsWordPart(c) && !IsIdeograph(c))
            {
                hash = (hash ^ c) * HashPrime;
            }
            else
            {
                break;
            }
        }

        CountWord(start, i - start);
        if (i - start <= LongestCountedWord)
        {
            Statistics.NumberWords += NumberWords.Contains(hash) ? 1 : 0;
            Statistics.AmountWords += AmountWords.Contains(hash) ? 1 : 0;
        }

        counts.AddToken(hash);
        return i;
    }

    private void CountWord(int start, int length)
    {
        Statistics.Words++;
        Statistics.LettersInWords += length;
        Statistics.WordsOver6 += length > 6 ? 1 : 0;
        Statistics.WordsOver9 += length > 9 ? 1 : 0;
        if (
            length == 1
            && _text[start] == (char)('a' + Statistics.Options)
            && IsOptionMarker(start)
        )
        {
            OpenOption(start);
        }
    }

    private readonly bool IsOptionMarker(int at)
    {
        if (at + 1 >= _text.Length)
        {
            return false;
        }

        var after = _text[at + 1];
        var before = at == 0 ? '\n' : _text[at - 1];
        return after is ')' ? before is '(' or ' ' or '\n' : after is '.' or ':' && before is '\n';
    }

    private void OpenOption(int at)
    {
        if (Statistics.Options == 0)
        {
            Statistics.StemLength += at;
        }

        CloseOption(at);
        Statistics.Options++;
        _optionStart = Math.Min(at + 2, _text.Length);
    }

    private void CloseOption(int end)
    {
        if (_optionStart < 0)
        {
            Statistics.StemLength += Statistics.Options == 0 && end == _text.Length ? end : 0;
            return;
        }

        var option = _text[_optionStart..Math.Max(_optionStart, end)].TrimStart();
        var lineEnd = option.IndexOf('\n');
        var length = lineEnd < 0 ? option.Length : lineEnd;
        Statistics.OptionCharacters += length;
        Statistics.OptionCharactersSquared += (long)length * length;
        _optionStart = -1;
    }

    private int ReadNumber(int start)
    {
        var i = start;
        while (i < _text.Length && char.IsAsciiDigit(_text[i]))
        {
            i++;
        }

        var digits = i - start;
        Statistics.Numbers++;
        Statistics.Digits += digits;
        Statistics.LongNumbers += digits >= 3 ? 1 : 0;
        counts.AddToken(NumberToken + (uint)Math.Min(digits, 4));
        return i;
    }

    private int ReadSymbol(int at, char c)
    {
        switch (c)
        {
            case '\n':
                Statistics.Lines++;
                return at + 1;
            case '\t' or '\r':
                return at + 1;
            case '.' or '!' or '?':
                Statistics.Sentences++;
                Statistics.QuestionMarks += c == '?' ? 1 : 0;
                break;
            case '=' or '+' or '*' or '/' or '^' or '\\' or '$' or '<' or '>' or '%':
                Statistics.MathSymbols++;
                break;
            case '{' or '}' or ';' or '[' or ']' or '`' or '#' or '@' or '|':
                Statistics.CodeSymbols++;
                Statistics.HasCode |= c is '{' or ';' && EndsLine(at + 1);
                Statistics.HasCode |=
                    c == '`' && _text[at..].StartsWith("```", StringComparison.Ordinal);
                break;
            case '_':
                Statistics.Blanks += at > 0 && _text[at - 1] == '_' ? 1 : 0;
                break;
            case '(':
                Statistics.HasCode |=
                    at > 0 && char.IsAsciiLetter(_text[at - 1]) && LooksLikeDefinition(at);
                break;
        }

        counts.AddToken(SymbolToken + c);
        return at + 1;
    }

    private readonly bool EndsLine(int at) => at >= _text.Length || _text[at] is '\n' or '\r';

    private readonly bool LooksLikeDefinition(int at)
    {
        const int reach = 48;
        var lineSoFar = _text[Math.Max(0, at - reach)..at];
        return lineSoFar.Contains("def ", StringComparison.Ordinal)
            || lineSoFar.Contains("function ", StringComparison.Ordinal)
                && !lineSoFar.Contains("  ", StringComparison.Ordinal);
    }

    private int ReadOther(int at, char c)
    {
        Statistics.NonAscii++;
        if (IsIdeograph(c))
        {
            Statistics.Words++;
            Statistics.LettersInWords += 2;
            counts.AddToken((HashBasis ^ c) * HashPrime);
            return at + 1;
        }

        if (char.IsLetter(c))
        {
            return ReadWord(at);
        }

        if (!char.IsWhiteSpace(c))
        {
            Statistics.Sentences += c is '。' or '？' or '！' or '।' or '؟' ? 1 : 0;
            Statistics.QuestionMarks += c is '？' or '؟' ? 1 : 0;
            Statistics.MathSymbols += c is >= '\u2200' and <= '\u22FF' or '×' or '÷' or '−' ? 1 : 0;
            counts.AddToken(SymbolToken + c);
        }

        return at + 1;
    }

    private static uint HashOf(string word) =>
        word.Aggregate(HashBasis, (hash, c) => (hash ^ c) * HashPrime);

    private static bool IsWordPart(char c) =>
        char.IsLetter(c)
        || c >= '\u0300'
            && CharUnicodeInfo.GetUnicodeCategory(c)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark;

    // Scripts that put no spaces between words: one sign is about one word.
    private static bool IsIdeograph(char c) =>
        c
            is >= '\u2E80'
                and <= '\u9FFF'
                or >= '\uF900'
                and <= '\uFAFF'
                or >= '\u0E00'
                and <= '\u0EFF'
                or >= '\u1780'
                and <= '\u17FF';
}
