using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>
/// A refusal is an answer: the model is well, and another one is not asked behind the caller's back. Microsoft.Extensions.AI shows it as an
/// error content with this code, Semantic Kernel's connectors in the metadata.
/// </summary>
internal static class Refusals
{
    private const string Code = "Refusal";

    public static string? Text(AIContent content) =>
        content is ErrorContent { ErrorCode: Code, Message: { Length: > 0 } text } ? text : null;

    public static ErrorContent Content(string text) => new(text) { ErrorCode = Code };
}
