using System.Net;
using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("1m30.5s", 90.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("6m0s", 360)]
    [InlineData("2h", 7_200)]
    [InlineData("1000h", 86_400.0)]
    public void ParseDuration_AsOpenAiWritesIt_IsSeconds(string value, double seconds) =>
        RateLimitHeaders.ParseDuration(value).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("12")]
    [InlineData("soon")]
    [InlineData("")]
    public void ParseDuration_NotADuration_IsNothing(string value) =>
        RateLimitHeaders.ParseDuration(value).ShouldBeNull();

    [Theory]
    [InlineData("1500", "9", 1.5)]
    [InlineData(null, "9", 9.0)]
    [InlineData(null, "-1", null)]
    [InlineData(null, "NaN", null)]
    [InlineData(null, "99999999", 86_400.0)]
    [InlineData(null, "Infinity", null)]
    [InlineData(null, "1e999", null)]
    [InlineData(null, "", null)]
    [InlineData(null, "  7 ", 7.0)]
    [InlineData(null, "0", 0.0)]
    [InlineData(null, "7.5", 7.5)]
    [InlineData(null, "Fri, 02 Jan 2026 03:04:35 GMT", null)]
    [InlineData("NaN", "9", 9.0)]
    [InlineData("-5", "9", 9.0)]
    [InlineData("Infinity", "9", 9.0)]
    [InlineData("", "9", 9.0)]
    [InlineData("soon", "9", 9.0)]
    [InlineData("NaN", null, null)]
    [InlineData("NaN", "NaN", null)]
    [InlineData("9e15", "9", 86_400.0)]
    public void ParseRetryAfter_Number_IsBounded(string? ms, string? s, double? seconds)
    {
        var wait = RateLimitHeaders.ParseRetryAfter(ms, s);

        (wait?.TotalSeconds).ShouldBe(seconds);
    }

    [Theory]
    [InlineData("Fri, 02 Jan 2026 03:04:35 GMT", 30.0)]
    [InlineData("Friday, 02-Jan-26 03:04:35 GMT", 30.0)]
    [InlineData("2026-01-02T03:04:35Z", 30.0)]
    [InlineData("Fri, 02 Jan 2026 03:04:04 GMT", 0.0)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0)]
    [InlineData("tomorrow", null)]
    [InlineData("-3", null)]
    public void Read_RetryAfterNamesADate_IsTheTimeUntilThen(string value, double? seconds) =>
        (Read(("retry-after", value)).RetryAfter?.TotalSeconds).ShouldBe(seconds);

    [Fact]
    public void Read_MillisecondsAreNoNumber_TheDateCounts() =>
        Read(("retry-after-ms", "NaN"), ("retry-after", "Fri, 02 Jan 2026 03:04:35 GMT"))
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));

    [Fact]
    public void Read_AzuresMilliseconds_AreRead() =>
        Read(("x-ms-retry-after-ms", "1500")).RetryAfter.ShouldBe(TimeSpan.FromSeconds(1.5));

    [Fact]
    public void Read_OpenAi_TellsWhatIsLeft()
    {
        var signals = Read(
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "1s"),
            ("x-ratelimit-remaining-tokens", "149984"),
            ("x-ratelimit-reset-tokens", "6m0s")
        );

        signals.RemainingRequests.ShouldBe(0);
        signals.RequestsResetIn.ShouldBe(TimeSpan.FromSeconds(1));
        signals.RemainingTokens.ShouldBe(149_984);
        signals.TokensResetIn.ShouldBe(TimeSpan.FromMinutes(6));
    }

    [Fact]
    public void Read_Anthropic_TellsWhatIsLeft()
    {
        var signals = Read(
            ("anthropic-ratelimit-requests-remaining", "3"),
            ("anthropic-ratelimit-requests-reset", "2026-01-02T03:04:15Z"),
            ("anthropic-ratelimit-tokens-remaining", "1000")
        );

        signals.RemainingRequests.ShouldBe(3);
        signals.RequestsResetIn.ShouldBe(TimeSpan.FromSeconds(10));
        signals.RemainingTokens.ShouldBe(1_000);
    }

    /// <summary>What providers call a window that is used up, and when it is full again.</summary>
    [Theory]
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "6m0s", 360.0)] // OpenAI, Azure
    [InlineData("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "7.66s", 7.66)] // Groq
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "120ms", 0.12)]
    [InlineData(
        "anthropic-ratelimit-output-tokens-remaining",
        "anthropic-ratelimit-output-tokens-reset",
        "2026-01-02T03:05:05Z",
        60.0
    )]
    [InlineData(
        "anthropic-ratelimit-requests-remaining",
        "anthropic-ratelimit-requests-reset",
        "2026-01-02T03:04:35+00:00",
        30.0
    )]
    [InlineData(
        "x-ratelimit-remaining-requests-day",
        "x-ratelimit-reset-requests-day",
        "33011.382867",
        33011.382867
    )] // Cerebras
    [InlineData(
        "x-ratelimit-remaining-tokens-minute",
        "x-ratelimit-reset-tokens-minute",
        "11.38",
        11.38
    )]
    [InlineData("X-RateLimit-Remaining", "X-RateLimit-Reset", "1767323105000", 60.0)] // OpenRouter: milliseconds since 1970
    [InlineData("x-ratelimit-remaining", "x-ratelimit-reset", "1767323105", 60.0)] // GitHub: seconds since 1970
    [InlineData("x-ratelimit-remaining", "x-ratelimit-reset", "12", 12.0)] // Together
    [InlineData("ratelimit-remaining", "ratelimit-reset", "50", 50.0)] // IETF draft
    [InlineData("ratelimitbysize-remaining", "ratelimitbysize-reset", "35", 35.0)] // Mistral
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset", "9", 9.0)] // one end for all windows
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "1600000000", 0.0)] // long past
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "NaN", null)]
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "-1", null)]
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "9e99", 86_400.0)]
    public void Read_WindowThatIsUsedUp_TellsWhenItIsFullAgain(
        string remaining,
        string reset,
        string value,
        double? seconds
    )
    {
        var signals = Read((remaining, "0"), (reset, value));

        (signals.ResetIn?.TotalSeconds).ShouldBe(seconds);
        var ofTokens = remaining.Contains("token", StringComparison.Ordinal);
        (ofTokens ? signals.RemainingTokens : signals.RemainingRequests).ShouldBe(0);
        var told = ofTokens ? signals.TokensResetIn : signals.RequestsResetIn;
        (told?.TotalSeconds).ShouldBe(seconds);
    }

    [Fact]
    public void Read_SeveralWindows_TheOneThatIsUsedUpCounts()
    {
        var signals = Read(
            ("x-ratelimit-remaining-requests-minute", "20"),
            ("x-ratelimit-reset-requests-minute", "11"),
            ("x-ratelimit-remaining-requests-day", "0"),
            ("x-ratelimit-reset-requests-day", "3600"),
            ("x-ratelimit-limit-requests-day", "1000")
        );

        signals.RemainingRequests.ShouldBe(0);
        signals.RequestsResetIn.ShouldBe(TimeSpan.FromHours(1));
        signals.ResetIn.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Read_RetryAfterIsAMoment_IsTheTimeUntilThen() =>
        Read(("retry-after", "1767323105")).RetryAfter.ShouldBe(TimeSpan.FromSeconds(60));

    private static ProviderSignals Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        var signals = new ProviderSignals();
        RateLimitHeaders.Read(response.Headers, Now, signals);
        return signals;
    }
}
