using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SkRouter.Resilience;

/// <summary>
/// Makes JSON readable that parsers accept until somebody asks for the text in it: halves of surrogate pairs, and bytes that are not UTF-8. Both are
/// replaced in place, so that nothing is moved.
/// </summary>
internal static class JsonRepair
{
    private const int EscapeLength = 6;

    public static void Apply(Span<byte> json)
    {
        if (json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0)
        {
            ReplaceHalves(json);
        }

        if (!Utf8.IsValid(json))
        {
            ReplaceInvalid(json);
        }
    }

    private static void ReplaceHalves(Span<byte> json)
    {
        var at = 0;
        while (at < json.Length)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return;
            }

            at += next;
            if (!IsHalf(json[at..], high: true) && !IsHalf(json[at..], high: false))
            {
                // Whatever is escaped here is no escape itself.
                at += 2;
            }
            else if (
                IsHalf(json[at..], high: true)
                && json.Length >= at + EscapeLength
                && IsHalf(json[(at + EscapeLength)..], high: false)
            )
            {
                at += 2 * EscapeLength;
            }
            else
            {
                "fffd"u8.CopyTo(json[(at + 2)..]);
                at += EscapeLength;
            }
        }
    }

    private static bool IsHalf(ReadOnlySpan<byte> json, bool high) =>
        json.Length >= EscapeLength
        && json[0] == (byte)'\\'
        && json[1] == (byte)'u'
        && (json[2] | 0x20) == 'd'
        && (high ? "89abAB"u8 : "cdefCDEF"u8).Contains(json[3]);

    private static void ReplaceInvalid(Span<byte> json)
    {
        while (json.Length > 0)
        {
            if (Rune.DecodeFromUtf8(json, out _, out var length) is not OperationStatus.Done)
            {
                json[..length].Fill((byte)'?');
            }

            json = json[length..];
        }
    }
}
