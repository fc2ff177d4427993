using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SkRouter.Access;

/// <summary>Secrets of virtual keys: 256 random bits behind a prefix that secret scanners can look for.</summary>
internal static class ApiKeySecret
{
    public const string Start = "skr-";
    private const int Bytes = 32;
    private const int Shown = 10;

    /// <summary>Longer texts are none, and need not be hashed.</summary>
    public const int Longest = 256;

    public static string New() =>
        Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string PrefixOf(string secret) => secret[..Math.Min(Shown, secret.Length)];

    /// <summary>What is kept of a secret: whoever reads the store, but not the pepper, cannot even try secrets against it.</summary>
    public static byte[] Hash(string secret, ReadOnlySpan<byte> pepper) =>
        HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(secret));
}
