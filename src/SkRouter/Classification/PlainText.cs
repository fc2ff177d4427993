using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SkRouter.Classification;

/// <summary>Folds printable ASCII a vector at a time: most of most prompts.</summary>
internal static class PlainText
{
    internal const int Lanes = 16;

    /// <summary>Folds as many characters as a vector has, if each of them becomes one character.</summary>
    /// <param name="text">At least <see cref="Lanes"/> characters.</param>
    /// <param name="target">Takes them.</param>
    /// <param name="afterSpace">Whether a space at the start would follow white space, and be left out.</param>
    /// <returns>False if some character is no printable ASCII, or a space would be left out.</returns>
    internal static bool TryFold(ReadOnlySpan<char> text, Span<char> target, bool afterSpace)
    {
        var all = Vector256.LoadUnsafe(
            ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text))
        );
        if (
            Vector256.GreaterThanAny(
                all - Vector256.Create((ushort)' '),
                Vector256.Create((ushort)('~' - ' '))
            )
        )
        {
            return false;
        }

        var spaces = Vector256
            .Equals(all, Vector256.Create((ushort)' '))
            .ExtractMostSignificantBits();
        if ((spaces & (spaces << 1)) != 0 || (afterSpace && (spaces & 1) != 0))
        {
            return false;
        }

        var isUpper = Vector256.LessThan(
            all - Vector256.Create((ushort)'A'),
            Vector256.Create((ushort)26)
        );
        var folded = all | (isUpper & Vector256.Create((ushort)0x20));
        folded.CopyTo(MemoryMarshal.Cast<char, ushort>(target));
        return true;
    }
}
