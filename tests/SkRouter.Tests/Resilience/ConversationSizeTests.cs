using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience;

public sealed class ConversationSizeTests
{
    [Theory]
    [InlineData("prompt is too long: 345320 tokens > 199999 maximum", 345_320, 199_999)]
    [InlineData(
        "input length and `max_tokens` exceed context limit: 90402 + 116650 > 204648, decrease input length",
        207_052,
        204_648
    )]
    [InlineData(
        "This model's maximum context length is 4097 tokens, however you requested 4226 tokens (3970 in your prompt; 256 for the completion).",
        4_226,
        4_097
    )]
    [InlineData(
        "This endpoint's maximum context length is 1048576 tokens. However, you requested about 1293741 tokens (1227853 of text input, 353 of tool input, 65535 in the output).",
        1_293_741,
        1_048_576
    )]
    [InlineData(
        "request (66202 tokens) exceeds the available context size (65536 tokens), try increasing it",
        66_202,
        65_536
    )]
    [InlineData(
        "The input token count (1,196,265) exceeds the maximum number of tokens allowed (1,048,575).",
        1_196_265,
        1_048_575
    )]
    [InlineData(
        "Prompt contains 66385 tokens, too large for model with 32768 maximum context length",
        66_385,
        32_768
    )]
    public void Stated_WordsWithBothSizes_AreRead(string words, long tokens, long maximum) =>
        ConversationSize.Stated(words).ShouldBe(new ConversationSize(tokens, maximum));

    [Theory]
    [InlineData("Range of input length should be [1, 98304]")]
    [InlineData("Input is too long for requested model.")]
    [InlineData("the model gpt-4-0613 is too small, request 20260101")]
    [InlineData("")]
    [InlineData(null)]
    public void Stated_WordsWithoutBoth_SayNothing(string? words) =>
        ConversationSize.Stated(words).ShouldBeNull();
}
