using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.Tests.Pipeline;

public sealed class SeamTextTests
{
    // Attributes cannot hold halves of characters, so < and > stand for those of one.
    private const string Long = "The first half of an answer that is long enough to be told. ";

    [Theory]
    [InlineData("so|<|> it is", "so|<> it is")]
    [InlineData("so <|>|!", "so |<>|!")]
    [InlineData("<|", "")]
    [InlineData("so|<", "so")]
    [InlineData("plain|text", "plain|text")]
    public void Take_CharacterInHalves_IsShownWholeOrNotAtAll(string pieces, string shown) =>
        Shown(() => new(), pieces, whole: false).ShouldBe(Halves(shown));

    [Theory]
    // A provider that does not repeat the beginning.
    [InlineData("The first", " ", false, "half|.", "half|.")]
    [InlineData("The first", " ", false, " half|.", "half|.")]
    [InlineData("The first", "\n\n", false, "\n|\n|Second", "Second")]
    [InlineData("The first", "\n\n", false, "\n|Second", "Second")]
    [InlineData("The first", "", false, " half", " half")]
    // One that is known to.
    [InlineData("The first", " ", true, "The| first| half", "half")]
    [InlineData("The first", "", true, "The first half", " half")]
    [InlineData("The first", "", true, "half", "half")]
    [InlineData("ha", "", false, "ha ha", "ha ha")]
    // A long beginning that comes again is one that was repeated.
    [InlineData(Long, "", false, Long + "The second.", "The second.")]
    [InlineData(Long, "", false, "The second.", "The second.")]
    // The second half of a character whose first was not shown.
    [InlineData("so", "", false, "> it is", " it is")]
    public void Take_ContinuedText_ShowsNothingTwice(
        string prefix,
        string tail,
        bool echoes,
        string pieces,
        string shown
    ) => Shown(() => new(prefix, tail, echoes), pieces, whole: true).ShouldBe(Halves(shown));

    private static string Shown(Func<SeamText> make, string pieces, bool whole)
    {
        var byFace = new[] { true, false }.Select(kernel =>
        {
            var seam = make();
            List<string> shown = [];
            foreach (var piece in Halves(pieces).Split('|'))
            {
                var chunk = kernel
                    ? new AnswerChunk(new StreamingChatMessageContent(AuthorRole.Assistant, piece))
                    : new AnswerChunk(new ChatResponseUpdate(ChatRole.Assistant, piece));
                shown.Add(seam.Take(chunk)?.Text ?? "");
            }

            shown.Add(whole ? seam.Rest() : "");
            return string.Join('|', shown.Where(part => part.Length > 0));
        });
        return byFace.Distinct().ShouldHaveSingleItem();
    }

    private static string Halves(string text) => text.Replace('<', '\ud83d').Replace('>', '\ude00');
}
