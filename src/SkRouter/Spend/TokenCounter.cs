using System.Runtime.InteropServices;

namespace SkRouter.Spend;

/// <summary>
/// Estimates the tokens of a text that comes in pieces: however it is cut, the sum is that of the whole text. Nothing of the text is kept
/// but the kind and the length of the run of characters that is still open.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TokenCounter
{
    private const int LettersPerToken = 8;
    private const int DigitsPerToken = 3;
    private const double Sign = 0.85;
    private const double AlphabeticCharacter = 0.45;
    private const double IdeographicCharacter = 1;
    private const double Surrogate = 0.8;
    private const char EndOfLatin = '\u0250';
    private const char StartOfIdeographic = '\u3000';

    private double _closed;
    private char _first;
    private int _length;

    /// <summary>At least 1 once there was any text.</summary>
    public readonly long Total =>
        _length == 0 ? 0 : Math.Max(1, (long)Math.Round(_closed + Cost(_first, _length)));

    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (_length > 0 && Continues(_first, character))
            {
                _length++;
                continue;
            }

            _closed += _length == 0 ? 0 : Cost(_first, _length);
            _first = character;
            _length = 1;
        }
    }

    private static bool Continues(char first, char next) =>
        IsLatin(first) ? IsLatin(next)
        : char.IsDigit(first) ? char.IsDigit(next)
        : char.IsWhiteSpace(first) && char.IsWhiteSpace(next);

    private static double Cost(char first, int length) =>
        first switch
        {
            _ when IsLatin(first) => 1 + ((length - 1) / LettersPerToken),
            _ when char.IsDigit(first) => (length + DigitsPerToken - 1) / DigitsPerToken,
            // A single space belongs to the word behind it.
            ' ' when length == 1 => 0,
            _ when char.IsWhiteSpace(first) => 1,
            _ when char.IsAscii(first) => Sign,
            _ when char.IsSurrogate(first) => Surrogate,
            < StartOfIdeographic => AlphabeticCharacter,
            _ => IdeographicCharacter,
        };

    private static bool IsLatin(char c) => c < EndOfLatin && char.IsLetter(c);
}
