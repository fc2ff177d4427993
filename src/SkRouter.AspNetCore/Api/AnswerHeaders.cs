using System.Globalization;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Caching;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Api;

/// <summary>What the router did, in headers.</summary>
internal static class AnswerHeaders
{
    public const string ServedModel = "x-skrouter-served-model";
    public const string Deployment = "x-skrouter-deployment";
    public const string Reason = "x-skrouter-reason";
    public const string Role = "x-skrouter-role";
    public const string Attempts = "x-skrouter-attempts";
    public const string Cost = "x-skrouter-cost";
    public const string Record = "x-skrouter-record";
    public const string Cache = "x-skrouter-cache";
    public const string Ignored = "x-skrouter-ignored";
    private const int LongestReason = 200;
    private const int LongestIgnored = 4_000;

    /// <summary>Everything but the cost, which of a stream is known only at its end.</summary>
    public static void Write(HttpResponse response, ModelInvocationContext context)
    {
        var headers = response.Headers;
        headers[Record] = context.Id;
        headers[Role] = Ascii(context.Role);
        headers[Attempts] = context.AttemptCount.ToString(CultureInfo.InvariantCulture);
        if (context.Served is { } served)
        {
            headers[ServedModel] = Ascii(served.Model);
            headers[Deployment] = Ascii(served.Key);
            headers[Reason] = Ascii(ReasonOf(context, served.Key));
        }

        if (context.TagsOrNull is { } tags && tags.TryGetValue(CacheCarrier.Tag, out var cache))
        {
            headers[Cache] = Ascii(cache);
        }

        if (context.LeftOut is { } fields)
        {
            WriteIgnored(response, fields);
        }
    }

    /// <summary>Adds names of fields of the request that mean nothing here, or nothing to the deployment that answers.</summary>
    public static void WriteIgnored(HttpResponse response, IEnumerable<string> fields)
    {
        var named = response.Headers[Ignored].ToString();
        var all = named.Split(", ", StringSplitOptions.RemoveEmptyEntries).Union(fields);
        response.Headers[Ignored] = Ascii(string.Join(", ", all), LongestIgnored);
    }

    public static void WriteCost(HttpResponse response, decimal? costUsd)
    {
        if (costUsd is { } cost)
        {
            response.Headers[Cost] = cost.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string ReasonOf(ModelInvocationContext context, string deployment)
    {
        foreach (var candidate in context.Route?.Candidates ?? [])
        {
            if (candidate.Deployment.Key == deployment)
            {
                return candidate.Reason;
            }
        }

        return context.Route?.Policy ?? "";
    }

    /// <summary>Headers hold ASCII; names and reasons may not.</summary>
    public static string Ascii(string text, int longest = LongestReason)
    {
        if (text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var length = Math.Min(text.Length, longest);
        return string.Create(
            length,
            text,
            static (target, source) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
                }
            }
        );
    }
}
