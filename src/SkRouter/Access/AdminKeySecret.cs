using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SkRouter.Access;

/// <summary>Creates and recognizes admin keys: 256 random bits behind a prefix that secret scanners can look for.</summary>
internal static class AdminKeySecret
{
    public const string Start = "ska-";
    private const int Bytes = 32;
    private const int SaltBytes = 16;

    /// <summary>Longer texts are not admin keys and need not be hashed.</summary>
    public const int Longest = 1024;

    public static string New() =>
        Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static AdminKeyRecord Record(string secret, DateTimeOffset now)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new($"{Convert.ToHexString(salt)}.{Convert.ToHexString(Hash(secret, salt))}", now);
    }

    public static bool IsSecretOf(AdminKeyRecord record, string secret)
    {
        if (
            secret.Length is 0 or > Longest
            || record.Hash.Split('.') is not [var salt, var hash]
            || !IsHex(salt)
            || !IsHex(hash)
        )
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(
            Convert.FromHexString(hash),
            Hash(secret, Convert.FromHexString(salt))
        );
    }

    // A key of 256 random bits cannot be guessed, so a slow hash would add nothing but load.
    private static byte[] Hash(string secret, byte[] salt) =>
        HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(secret));

    private static bool IsHex(string text) =>
        text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
}
