using System.Net;
using System.Text.Json;
using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience.Refusals;

/// <summary>A prompt that a provider may have refused for what it says goes to nobody else, whatever the language and the status.</summary>
public sealed class RefusedContentTests
{
    private static readonly FailureKind[] StopsThere =
    [
        FailureKind.ContentFiltered,
        FailureKind.InvalidRequest,
    ];

    public static TheoryData<string, string> Languages =>
        new()
        {
            {
                "English",
                "We are unable to process this because it goes against our rules on safe use."
            },
            { "English, one word", "Declined: high-risk topic." },
            { "English, data", "The request contains personal information (PII)." },
            { "English, law", "Not served for legal reasons." },
            { "Chinese", "抱歉，您的提问触发了安全审核，换个话题吧" },
            { "Chinese, traditional", "您輸入的內容違反使用政策" },
            { "Japanese", "入力に不適切な表現が含まれています" },
            { "Japanese, policy", "ご利用のポリシーに反するためお答えできません" },
            { "Korean", "요청에 유해한 내용이 포함되어 있습니다" },
            { "Russian", "Запрос нарушает правила использования" },
            { "Ukrainian", "Запит порушує політику безпеки" },
            { "Polish", "Zapytanie narusza zasady bezpieczeństwa" },
            { "Czech", "Dotaz porušuje zásady obsahu" },
            { "German", "Die Eingabe verstößt gegen die Richtlinien" },
            { "French", "Votre demande enfreint notre charte d'utilisation" },
            { "Spanish", "El mensaje infringe las normas de uso" },
            { "Portuguese", "A mensagem contém conteúdo impróprio" },
            { "Italian", "Il messaggio viola le linee guida" },
            { "Dutch", "Het verzoek is in strijd met het beleid" },
            { "Swedish", "Begäran bryter mot reglerna om känsligt innehåll" },
            { "Danish", "Forespørgslen har upassende indhold" },
            { "Finnish", "Pyynnön sisältö on sopimaton" },
            { "Turkish", "İstek güvenlik kurallarını ihlal ediyor" },
            { "Vietnamese", "Yêu cầu vi phạm chính sách của chúng tôi" },
            { "Indonesian", "Permintaan melanggar kebijakan kami" },
            { "Arabic", "هذا الطلب ينتهك سياسة الاستخدام" },
            { "Hebrew", "הבקשה מפרה את מדיניות השימוש" },
            { "Persian", "درخواست شما نامناسب است" },
            { "Hindi", "यह अनुरोध हमारी नीति का उल्लंघन करता है" },
            { "Bengali", "অনুরোধটি আমাদের নীতি লঙ্ঘন করে" },
            { "Thai", "คำขอนี้ละเมิดนโยบายของเรา" },
            { "Greek", "Το αίτημα παραβιάζει την πολιτική μας" },
            { "Hungarian", "A kérés sérti az irányelveket" },
            { "Romanian", "Cererea încalcă regulile de siguranță" },
        };

    [Theory]
    [MemberData(nameof(Languages))]
    public void Read_RefusalThatMaySpeakOfThePrompt_StopsThere(string language, string message)
    {
        foreach (var status in new[] { 400, 403, 406, 422, 451 })
        {
            Read(status, message)
                .ShouldBeOneOf(StopsThere, FormattableString.Invariant($"{language}, {status}"));
        }
    }

    /// <summary>An error in place of an answer has no status of its own.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void KindOfWords_ErrorInAnAnswer_StopsThere(string language, string message) =>
        ErrorTaxonomy.KindOfWords(message).ShouldBeOneOf(StopsThere, language);

    [Theory]
    [InlineData(500, "Request rejected: unsafe prompt, see our usage policy.")]
    [InlineData(503, "安全策略拦截：内容违规")]
    [InlineData(401, "Access denied by safety policy: harmful prompt")]
    [InlineData(400, "Unauthorized: the prompt violates the safety policy")]
    public void Read_StatusThatLies_StopsThere(int status, string message) =>
        Read(status, message).ShouldBeOneOf(StopsThere);

    /// <summary>What sounds like a content rule and is none.</summary>
    [Theory]
    [InlineData(400, "Unknown field 'retry policy'", FailureKind.UnsupportedRequest)]
    [InlineData(400, "Illegal argument: top_k", FailureKind.UnsupportedRequest)]
    [InlineData(400, "messages.3.content.0.text: field required", FailureKind.UnsupportedRequest)]
    [InlineData(
        400,
        "Invalid value for 'content': expected a string, got null.",
        FailureKind.UnsupportedRequest
    )]
    [InlineData(400, "content-type must be application/json", FailureKind.UnsupportedRequest)]
    [InlineData(
        400,
        "all messages must have non-empty content except for the optional final assistant message",
        FailureKind.UnsupportedRequest
    )]
    [InlineData(400, "Cannot load model.safetensors", FailureKind.UnsupportedRequest)]
    [InlineData(
        403,
        "User is not authorized to perform bedrock:InvokeModel because no identity-based policy allows it",
        FailureKind.KeyRejected
    )]
    [InlineData(404, "No endpoints found matching your data policy", FailureKind.ModelNotFound)]
    [InlineData(
        500,
        "The server had an error while processing your content",
        FailureKind.ServerError
    )]
    [InlineData(429, "Requests rejected by the rate limit policy", FailureKind.RateLimited)]
    public void Read_NoContentRule_IsWhatItIs(int status, string message, FailureKind kind) =>
        Read(status, message).ShouldBe(kind);

    private static FailureKind Read(int status, string message) =>
        ErrorTaxonomy
            .Read(
                new HttpRequestException(
                    JsonSerializer.Serialize(new { error = new { message } }),
                    inner: null,
                    (HttpStatusCode)status
                ),
                CancellationToken.None
            )
            .Kind;
}
