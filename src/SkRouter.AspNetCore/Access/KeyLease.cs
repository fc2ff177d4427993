using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Access;

/// <summary>What one request takes of its key's limits, until it ends.</summary>
internal sealed class KeyLease(KeyUsage usage) : IDisposable
{
    private int _ended;

    /// <summary>What the request consumed, once that is known.</summary>
    public void Spend(long tokens) => usage.Spend(tokens);

    /// <summary>Tells the client how much it has left.</summary>
    public void WriteHeaders(HttpResponse response)
    {
        var standing = usage.Read();
        Write("requests", standing.Requests);
        Write("tokens", standing.Tokens);

        void Write(string what, KeyStanding? of)
        {
            if (of is not var (limit, left, reset))
            {
                return;
            }

            response.Headers[$"x-ratelimit-limit-{what}"] = Text(limit);
            response.Headers[$"x-ratelimit-remaining-{what}"] = Text(left);
            response.Headers[$"x-ratelimit-reset-{what}"] =
                Text((long)Math.Ceiling(reset.TotalSeconds)) + "s";
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            usage.End();
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
