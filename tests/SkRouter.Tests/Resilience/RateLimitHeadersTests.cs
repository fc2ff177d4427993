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
