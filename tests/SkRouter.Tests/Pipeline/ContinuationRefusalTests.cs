using System.Net;
using Microsoft.Extensions.AI;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Pipeline;

/// <summary>What one model refuses to go on with because of its content is sent to nobody else.</summary>
public sealed class ContinuationRefusalTests
{
    private const string Shown = "The first half of a sentence";

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "Blocked by our content policy", 0)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "busy", 1)]
    public async Task Stream_SecondRefusesToContinue_ThirdIsAskedUnlessForTheContent(
        HttpStatusCode status,
        string words,
        int asked
    )
    {
        var first = new ScriptedStep
        {
            Text = Shown + " that never comes to its end",
            Fault = new IOException("cut"),
            PiecesBeforeFault = Shown.Split(' ').Length + 1,
        };
        var second = new ScriptedModel(
            ScriptedStep.Throw(new HttpRequestException(words, null, status))
        );
        var third = new ScriptedModel(ScriptedStep.Answer(" and its end."));
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Deployment("second", deployment => deployment.TakesPrefix());
                router.Deployment("third", deployment => deployment.TakesPrefix());
                router.Role("agent", role => role.Prefer("first").FallBackTo("second", "third"));
            },
            ("first", new ScriptedChatClient(first)),
            ("second", new ScriptedChatClient(second)),
            ("third", new ScriptedChatClient(third))
        );

        async Task<ChatResponse> AskAsync() =>
            await kernel.Router().GetStreamingResponseAsync("Hi").ToChatResponseAsync();

        if (asked == 0)
        {
            (await Should.ThrowAsync<RouterException>(AskAsync)).Code.ShouldBe(
                RouterErrorCode.StreamInterrupted
            );
        }
        else
        {
            (await AskAsync()).Text.ShouldEndWith("and its end.");
        }

        third.Requests.ShouldBe(asked);
    }
}
