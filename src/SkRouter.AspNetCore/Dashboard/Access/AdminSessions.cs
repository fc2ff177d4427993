using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>
/// Who is signed in. Sessions are kept here and not in the cookie, so that signing out, a new admin key and a restart of the process end them.
/// </summary>
internal sealed class AdminSessions(TimeProvider time)
{
    private const int Bytes = 32;
    private const int MostSessions = 1_000;
    private const int ShownCharacters = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session.</summary>
    /// <returns>What the cookie holds.</returns>
    public string Begin(string version, TimeSpan length)
    {
        var cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_sessions.Count >= MostSessions)
            {
                RemoveOldest(now);
            }

            _sessions[Hash(cookie)] = new(now + length, version);
        }

        return cookie;
    }

    public bool IsOpen(string? cookie, string? version)
    {
        if (string.IsNullOrEmpty(cookie) || version is null)
        {
            return false;
        }

        var id = Hash(cookie);
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out var session))
            {
                return false;
            }

            if (session.Version == version && time.GetUtcNow() < session.Ends)
            {
                return true;
            }

            _sessions.Remove(id);
            return false;
        }
    }

    public void End(string? cookie)
    {
        if (!string.IsNullOrEmpty(cookie))
        {
            lock (_gate)
            {
                _sessions.Remove(Hash(cookie));
            }
        }
    }

    /// <summary>Names a session on the audit log without saying what would open it.</summary>
    public static string NameOf(string cookie) => Hash(cookie)[..ShownCharacters];

    private void RemoveOldest(DateTimeOffset now)
    {
        foreach (var (id, _) in _sessions.Where(pair => pair.Value.Ends <= now).ToList())
        {
            _sessions.Remove(id);
        }

        if (_sessions.Count >= MostSessions)
        {
            _sessions.Remove(_sessions.MinBy(pair => pair.Value.Ends).Key);
        }
    }

    private static string Hash(string cookie) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)));

    private sealed record Session(DateTimeOffset Ends, string Version);
}
