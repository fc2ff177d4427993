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
    [InlineData(null, "Fri, 02 Jan 2026 03:04:35 GMT", null)]
    public void ParseRetryAfter_Number_IsBounded(string? ms, string? s, double? seconds)
    {
        var wait = RateLimitHeaders.ParseRetryAfter(ms, s);

        (wait?.TotalSeconds).ShouldBe(seconds);
    }

    [Fact]
    public void Read_RetryAfterNamesADate_IsTheTimeUntilThen() =>
        Read(("retry-after", "Fri, 02 Jan 2026 03:04:35 GMT"))
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));

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
