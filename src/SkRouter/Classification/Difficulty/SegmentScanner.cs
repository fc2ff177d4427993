namespace SkRouter.Classification.Difficulty;

/// <summary>Reads segments from left to right into columns of hashed words, pairs of words and parts of words.</summary>
internal ref struct SegmentScanner(int[] words, int[] parts, int[] cues, int[] letters)
{
    private const uint NumberToken = 0x9E37_79B1;
    private const uint SymbolToken = 0x85EB_CA6B;
    private const uint PairFactor = 0x2C1B_3C6D;
    private const uint PromptStart = 0x0123_4567;
    private const uint SegmentStart = 0x0765_4321;
    private const uint HashBasis = 2166136261;
    private const uint HashPrime = 16777619;
    private const uint PartBasis = 0xABCD_EF01;
    private const uint UnspacedPartBasis = 0xABCD_EF55;
    private const char WordEdge = '_';
    private const int ShortestPart = 3;
    private const int LongestPart = 5;
    private const int LongestUnspacedPart = 4;
    private const int LongWord = 8;
    private const int LongestCountedNumber = 5;
    private const float IdeographExtent = 1.6f;
    private const float SyllableExtent = 0.96f;

    internal SegmentCounts Counts;
    internal int LongestNumber;
    private ReadOnlySpan<char> _text;
    private int _wordCount;
    private int _partCount;
    private int _cueCount;
    private uint _previous;

    internal readonly (int Words, int Parts, int Cues) Written =>
        (_wordCount, _partCount, _cueCount);

    internal void Read(ReadOnlySpan<char> segment, bool isFirst)
    {
        _text = segment;
        _previous = isFirst ? PromptStart : SegmentStart;
        Counts = new SegmentCounts { Extent = segment.Length };
        var at = 0;
        while (at < segment.Length)
        {
            var c = segment[at];
            if (char.IsAsciiDigit(c))
            {
                at = ReadNumber(at);
            }
            else if (ScriptOf.IsLetter(c))
            {
                at = ScriptOf.IsUnspaced(ScriptOf.Letter(c)) ? ReadUnspaced(at) : ReadWord(at);
            }
            else
            {
                ReadSymbol(c);
                at++;
            }
        }
    }

    private int ReadWord(int start)
    {
        var hash = HashBasis;
        var end = start;
        for (; end < _text.Length; end++)
        {
            var c = _text[end];
            if (!ScriptOf.IsLetter(c) || (c >= 0x80 && ScriptOf.IsUnspaced(ScriptOf.Letter(c))))
            {
                break;
            }

            hash = (hash ^ c) * HashPrime;
        }

        letters[(int)ScriptOf.Letter(_text[start])] += end - start;
        Counts.Words++;
        Counts.LongWords += end - start > LongWord ? 1 : 0;
        AddWord(hash);
        AddPartsOfWord(_text[start..end]);
        return end;
    }

    private void AddPartsOfWord(ReadOnlySpan<char> word)
    {
        var length = word.Length + 2;
        for (var start = 0; start + ShortestPart <= length; start++)
        {
            var hash = PartBasis;
            var longest = Math.Min(LongestPart, length - start);
            for (var i = 0; i < longest; i++)
            {
                var at = start + i - 1;
                var c = (uint)at < (uint)word.Length ? word[at] : WordEdge;
                hash = ((hash ^ c) * HashPrime) ^ (hash >> 15);
                if (i + 1 >= ShortestPart)
                {
                    parts[_partCount++] = (int)(Mix(hash) >> (32 - DifficultyWeights.TableBits));
                }
            }
        }
    }

    private int ReadUnspaced(int start)
    {
        var end = start;
        while (
            end < _text.Length
            && ScriptOf.IsLetter(_text[end])
            && ScriptOf.IsUnspaced(ScriptOf.Letter(_text[end]))
        )
        {
            var script = ScriptOf.Letter(_text[end]);
            letters[(int)script]++;
            Counts.Extent += script == Script.Han ? IdeographExtent : SyllableExtent;
            AddWord((HashBasis ^ _text[end]) * HashPrime);
            AddUnspacedParts(end);
            end++;
        }

        Counts.Words += (end - start + 1) / 2;
        return end;
    }

    private void AddUnspacedParts(int start)
    {
        var hash = UnspacedPartBasis;
        for (var i = 0; i < LongestUnspacedPart && start + i < _text.Length; i++)
        {
            var c = _text[start + i];
            if (!ScriptOf.IsLetter(c) || !ScriptOf.IsUnspaced(ScriptOf.Letter(c)))
            {
                return;
            }

            hash = ((hash ^ c) * HashPrime) ^ (hash >> 15);
            if (i >= 1)
            {
                parts[_partCount++] = (int)(Mix(hash) >> (32 - DifficultyWeights.TableBits));
            }
        }
    }

    private int ReadNumber(int start)
    {
        var end = start;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        var digits = end - start;
        Counts.Numbers++;
        Counts.Digits += digits;
        LongestNumber = Math.Max(LongestNumber, digits);
        AddWord(NumberToken + (uint)Math.Min(digits, LongestCountedNumber));
        return end;
    }

    private void ReadSymbol(char c)
    {
        switch (c)
        {
            case ' ' or '\n':
                return;
            case '?':
                Counts.Questions++;
                break;
            case ',':
                Counts.Commas++;
                break;
            case '"':
                Counts.Quotes++;
                break;
            case '=' or '+' or '*' or '/' or '^' or '\\' or '$' or '<' or '>' or '%':
            case '×' or '÷' or '∑' or '∫' or '√' or '≤' or '≥':
                Counts.MathSymbols++;
                break;
            case '{' or '}' or ';' or '[' or ']' or '`' or '#' or '@' or '|' or '_':
                Counts.CodeSymbols++;
                break;
        }

        AddWord(SymbolToken + c);
    }

    private void AddWord(uint hash)
    {
        var mixed = Mix(hash);
        cues[_cueCount++] = (int)(mixed & (DifficultyWeights.CueColumns - 1));
        words[_wordCount++] = (int)(mixed >> (32 - DifficultyWeights.TableBits));
        words[_wordCount++] = (int)(
            Mix((_previous * PairFactor) ^ hash) >> (32 - DifficultyWeights.TableBits)
        );
        _previous = hash;
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
