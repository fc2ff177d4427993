using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SkRouter.Classification.Difficulty;

/// <summary>Reads segments from left to right into columns of hashed words, pairs of words and parts of words.</summary>
internal ref struct SegmentScanner(
    int[] words,
    int[] parts,
    int[] cues,
    int[] letters,
    char[] padded,
    WordHashes hashed
)
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
    private const int WordPiece = 256;
    private const int LongWord = 8;
    private const int LongestCountedNumber = 5;
    private const float IdeographExtent = 1.6f;
    private const float SyllableExtent = 0.96f;

    /// <summary>How many columns are written at once, so that there must be room for as many behind the last.</summary>
    internal const int Lanes = 8;

    /// <summary>Room for a piece of a word with its edges.</summary>
    internal const int PaddedRoom = WordPiece + 2 + LongestPart + Lanes + LongestPart;

    internal SegmentCounts Counts;
    internal int LongestNumber;
    private ReadOnlySpan<char> _text;
    private int _wordCount;
    private int _partCount;
    private int _cueCount;
    private uint _previous;
    private int _offset;
    private bool _isFirst = true;

    internal readonly (int Words, int Parts, int Cues) Written =>
        (_wordCount, _partCount, _cueCount);

    /// <param name="segment">The segment.</param>
    /// <param name="offset">Where it begins in the prompt.</param>
    internal void Read(ReadOnlySpan<char> segment, int offset)
    {
        _text = segment;
        _offset = offset;
        _previous = _isFirst ? PromptStart : SegmentStart;
        _isFirst = false;
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
        if (hashed.TryTake(_offset + start, out var end, out var hash))
        {
            end -= _offset;
        }
        else
        {
            (end, hash) = Hash(start);
        }

        letters[(int)ScriptOf.Letter(_text[start])] += end - start;
        Counts.Words++;
        Counts.LongWords += end - start > LongWord ? 1 : 0;
        AddWord(hash);
        AddPartsOfWord(_text[start..end]);
        return end;
    }

    private readonly (int End, uint Hash) Hash(int start)
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

        return (end, hash);
    }

    /// <summary>Adds the parts of a word of 3 to 5 characters, its edges included; eight beginnings at once.</summary>
    private void AddPartsOfWord(ReadOnlySpan<char> word)
    {
        for (var from = 0; from < word.Length; from += WordPiece)
        {
            AddParts(word, from, Math.Min(WordPiece, word.Length - from));
        }
    }

    /// <param name="word">The word.</param>
    /// <param name="from">The first beginning, where 0 is the edge before the word.</param>
    /// <param name="number">How many beginnings.</param>
    private void AddParts(ReadOnlySpan<char> word, int from, int number)
    {
        var taken = word[Math.Max(0, from - 1)..Math.Min(word.Length, from + number + LongestPart)];
        var at = from == 0 ? 1 : 0;
        padded[0] = WordEdge;
        taken.CopyTo(padded.AsSpan(at));
        padded[at + taken.Length] = WordEdge;
        ref var first = ref Unsafe.As<char, ushort>(
            ref MemoryMarshal.GetArrayDataReference(padded)
        );
        for (var start = 0; start < number; start += Lanes)
        {
            var hash = Vector256.Create(PartBasis);
            for (var i = 0; i < LongestPart; i++)
            {
                hash = ((hash ^ Characters(ref first, start + i)) * HashPrime) ^ (hash >>> 15);
                var left = Math.Min(number, word.Length + ShortestPart - 1 - i - from) - start;
                if (i + 1 >= ShortestPart && left > 0)
                {
                    Store(hash, Math.Min(Lanes, left));
                }
            }
        }
    }

    private static Vector256<uint> Characters(ref ushort first, int at)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref first, (nuint)at));
        return Vector256.Create(low, high);
    }

    /// <summary>Stores a whole vector and counts the columns of it that are parts; there is room behind the last.</summary>
    private void Store(Vector256<uint> hash, int count)
    {
        hash ^= hash >>> 16;
        hash *= 0x7FEB_352D;
        hash ^= hash >>> 15;
        hash *= 0x846C_A68B;
        hash ^= hash >>> 16;
        (hash >>> (32 - DifficultyWeights.TableBits))
            .AsInt32()
            .StoreUnsafe(ref parts[_partCount + Lanes - 1], unchecked((nuint)(1 - Lanes)));
        _partCount += count;
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
