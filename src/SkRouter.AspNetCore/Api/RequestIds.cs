using System.Buffers;
using Microsoft.AspNetCore.Http;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Api;

/// <summary>A request's id: the client's own if it is one, else a new one.</summary>
internal static class RequestIds
{
    public const string Header = "x-request-id";

    /// <summary>Where Anthropic's clients look for it.</summary>
    public const string AnthropicHeader = "request-id";

    private const int Longest = 128;

    private static readonly RoundTripIds Made = new();

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
    );

    public static string Of(HttpContext http, TimeProvider time) =>
        http.Request.Headers[Header] is [{ Length: > 0 and <= Longest } own]
        && !own.AsSpan().ContainsAnyExcept(Allowed)
            ? own
            : $"req_{Made.Next(time.GetUtcNow())}";
}
