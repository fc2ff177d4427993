using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>Tokens for links that sign in: each works once, within an hour, in the process that made it.</summary>
internal sealed class SignInLinks(TimeProvider time)
{
    public static readonly TimeSpan Valid = TimeSpan.FromHours(1);
    private const int Bytes = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);

    public string New()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        lock (_gate)
        {
            _open[Hash(token)] = time.GetUtcNow() + Valid;
        }

        return token;
    }

    /// <summary>Uses a token up.</summary>
    /// <returns>False if it is unknown, used or too old.</returns>
    public bool TryUse(string token)
    {
        lock (_gate)
        {
            return _open.Remove(Hash(token), out var until) && time.GetUtcNow() < until;
        }
    }

    private static string Hash(string token) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
