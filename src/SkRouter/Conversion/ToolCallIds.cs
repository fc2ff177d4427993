using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SkRouter.Conversion;

/// <summary>Tool-call ids that every provider takes. The same id always becomes the same, so that calls and results stay together.</summary>
internal static class ToolCallIds
{
    private const int LongestAnywhere = 40;
    private const int MistralLength = 9;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    );

    private static readonly SearchValues<char> AllowedByMistral = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    );

    public static string For(string id, bool mistral)
    {
        var fits = mistral
            ? id.Length == MistralLength && !id.AsSpan().ContainsAnyExcept(AllowedByMistral)
            : id.Length is > 0 and <= LongestAnywhere && !id.AsSpan().ContainsAnyExcept(Allowed);
        if (fits)
        {
            return id;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        return mistral ? hash[..MistralLength] : $"call_{hash[..24]}";
    }
}
