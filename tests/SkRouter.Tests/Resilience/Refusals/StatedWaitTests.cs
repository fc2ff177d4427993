using System.Globalization;
using SkRouter.Resilience.Refusals;

namespace SkRouter.Tests.Resilience.Refusals;

/// <summary>Waits that a refusal names only in its body.</summary>
public sealed class StatedWaitTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, double?> Bodies =>
        new()
        {
            // https://console.groq.com/docs/rate-limits
            {
                """{"error":{"message":"Rate limit reached. Please try again in 9m38.4s. Need more tokens?"}}""",
                578.4
            },
            // https://platform.openai.com/docs/guides/rate-limits
            {
                """{"error":{"message":"Rate limit reached on tokens per min (TPM): Limit 30000. Please try again in 250ms."}}""",
                0.25
            },
            {
                """{"error":{"message":"Limit 3. Please try again in 6s. Visit https://example.test to add a payment method"}}""",
                6
            },
            { """{"error":{"message":"Please try again in 1h2m3s."}}""", 3_723 },
            // https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits
            {
                """{"error":{"message":"have exceeded token rate limit. Please retry after 59 seconds."}}""",
                59
            },
            {
                """{"error":{"message":"Rate limit of 150 per 86400s exceeded. Please wait 42000 seconds before retrying."}}""",
                42_000
            },
            {
                """{"error":{"message":"Quota exceeded, limit: 10\nPlease retry in 36.5s."}}""",
                36.5
            },
            { """{"error":{"message":"Please wait at least 2 minutes and 5 seconds."}}""", 125 },
            { """{"detail":"Request was throttled. Expected available in 1 second."}""", 1 },
            // https://ai.google.dev/gemini-api/docs/rate-limits
            {
                """{"error":{"code":429,"details":[{"@type":"RetryInfo","retryDelay":"36.5s"}]}}""",
                36.5
            },
            {
                """{"error":{"details":[{"metadata":{"quotaResetDelay":"1h16m0.667923083s"}}]}}""",
                4_560.667923083
            },
            // https://huggingface.co/docs/api-inference/detailed_parameters
            { """{"error":"Model x is currently loading","estimated_time":20.0}""", 20 },
            { """{"error":{"message":"slow down","retry_after":12}}""", 12 },
            { """{"error":{"message":"slow down","retry_after_ms":1500}}""", 1.5 },
            { """{"error":{"type":"usage_limit_reached","resets_in_seconds":300}}""", 300 },
            { """{"error":{"type":"usage_limit_reached","resets_at":1790849100}}""", 300 },
            { """{"error":{"metadata":{"headers":{"X-RateLimit-Reset":"1790848860000"}}}}""", 60 },
            { """{"error":{"reset_at":"2026-10-01T10:01:00Z"}}""", 60 },
            // https://docs.bigmodel.cn/cn/api/api-code: the time of its own clock
            {
                """{"error":{"code":"1308","message":"已达到 5 小时的使用上限。您的限额将在 2026-10-01 18:30:00 重置。"}}""",
                1_800
            },
            {
                """{"error":{"message":"You have reached your specified API usage limits. You will regain access on 2026-10-01 at 11:00 UTC."}}""",
                3_600
            },
            { """{"error":{"message":"请求过于频繁，请在 20 秒后重试"}}""", 20 },
            { """{"error":{"message":"请等待 3 分钟"}}""", 180 },
            {
                """{"error":{"message":"レート制限に達しました。30秒後に再試行してください。"}}""",
                30
            },
            { """{"error":{"message":"요청 한도 초과. 15초 후 다시 시도하세요."}}""", 15 },
            { """{"error":{"message":"Слишком много запросов, повторите через 45 секунд"}}""", 45 },
            { """{"error":{"message":"Please try again later."}}""", null },
            { """{"error":{"message":"Limit 10000 per day reached for model m-70b."}}""", null },
            { """{"error":{"retry_after":-5,"message":"x"}}""", null },
            { """{"error":{"retry_after":"NaN","message":"x"}}""", null },
            { """{"error":{"retry_after":1e300,"message":"x"}}""", 86_400 },
            { """{"error":{"message":"try again in 99999 days"}}""", 86_400 },
            { """{"error":{"reset_at":"2020-01-01T00:00:00Z"}}""", 0 },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void In_BodyOfARefusal_IsTheWaitThatItNames(string body, double? seconds)
    {
        foreach (var culture in new[] { "", "de-DE", "ar-SA", "th-TH" })
        {
            var before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            try
            {
                var wait = StatedWait.In(RefusalBody.Read(body), Now);

                if (seconds is { } expected)
                {
                    wait.ShouldNotBeNull(body).TotalSeconds.ShouldBe(expected, 0.001, body);
                }
                else
                {
                    wait.ShouldBeNull(body);
                }
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }
}
