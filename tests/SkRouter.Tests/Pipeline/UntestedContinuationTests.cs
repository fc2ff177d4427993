using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Pipeline;

/// <summary>A model of which nobody knows whether it takes the beginning of an answer shows it by what it sends.</summary>
public sealed class UntestedContinuationTests
{
    private const string Shown = "The first half of a sentence";
    private const string Error = "error";

    private static readonly ScriptedStep Broken = new()
    {
        Text = Shown + " that never comes to its end",
        Fault = new IOException("cut"),
        PiecesBeforeFault = Shown.Split(' ').Length + 1,
    };

    [Theory]
    [InlineData(
        "s, of which this is the other half.",
        Shown + "s, of which this is the other half."
    )]
    [InlineData(", and the second one.", Shown + ", and the second one.")]
    [InlineData(Shown + " and the second one.", Shown + " and the second one.")]
    [InlineData("The first half, once more, in other words.", Error)]
    [InlineData("The first half of a sermon", Error)]
    [InlineData("Here is the complete answer: the first half", Error)]
    [InlineData("Sure! The first half", Error)]
    [InlineData("这是完整的回答", Error)]
    public async Task Stream_UnknownModelContinues_IsShownIfItFits(string sent, string answer)
    {
        var second = new ScriptedModel(ScriptedStep.Answer(sent));
        var kernel = Build(second);

        (await AskAsync(kernel)).ShouldBe(answer);

        second.Requests.ShouldBe(1);
        second.Conversations[0][^1].Role.ShouldBe(ChatRole.Assistant);
        kernel.Router().Health.Of("second").InFlight.ShouldBe(0);
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(
            answer == Error ? RoundTripOutcome.Failed : RoundTripOutcome.Answered
        );
    }

    [Fact]
    public async Task Stream_UnknownModelBeganAnew_IsNotAskedAgain()
    {
        var second = new ScriptedModel(ScriptedStep.Answer("Here is the whole answer."));
        var kernel = Build(second);

        for (var call = 0; call < 3; call++)
        {
            (await AskAsync(kernel)).ShouldBe(Error);
        }

        second.Requests.ShouldBe(1);
        kernel.Router().Health.Of("second").State.ShouldBe(DeploymentState.Available);
    }

    [Fact]
    public async Task Stream_ContinuingModelRefusesTheContent_NobodyElseIsAsked()
    {
        var second = new ScriptedModel(
            ScriptedStep.Throw(
                new HttpRequestException(
                    "Blocked by our content policy",
                    null,
                    HttpStatusCode.BadRequest
                )
            )
        );
        var third = new ScriptedModel(ScriptedStep.Answer(" and the second one."));
        var kernel = Build(second, third);

        (await AskAsync(kernel)).ShouldBe(Error);

        third.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("one two", "three", true)]
    [InlineData("one two,", "three", true)]
    [InlineData("one two", ". Three", true)]
    [InlineData("one two.", "three", false)]
    [InlineData(
        "Rate limits arrive without warning while the breaker is still open.",
        " This answer contains exactly sixty words.",
        true
    )]
    [InlineData(
        "Rate limits arrive without warning while the breaker is still open.",
        "Without warning rate limits arrive.",
        false
    )]
    [InlineData("Rate limits arrive.", "Here is the whole answer: nothing new.", false)]
    [InlineData("Rate limits arrive.", "Your text was cut off, so nothing follows.", false)]
    [InlineData("one two", "Three", false)]
    [InlineData("one two", "", false)]
    [InlineData("one two", "- three", false)]
    [InlineData("one two", "one two three", true)]
    [InlineData("one two three four five", "one two three four six", false)]
    [InlineData("一二", "三", false)]
    public void Joins_Text_ByItsFirstWords(string shown, string text, bool joins) =>
        UntestedSeam.Joins(shown, text).ShouldBe(joins);

    private static Kernel Build(params ScriptedModel[] others)
    {
        string[] names = ["second", "third"];
        return RouterKit.Kernel(
            router =>
                router.Role(
                    "agent",
                    role => role.Prefer("first").FallBackTo([.. names.Take(others.Length)])
                ),
            [
                ("first", new ScriptedChatClient(Broken)),
                .. others.Select((model, i) => (names[i], (object)new ScriptedChatClient(model))),
            ]
        );
    }

    private static async Task<string> AskAsync(Kernel kernel)
    {
        try
        {
            return (
                await kernel.Router().GetStreamingResponseAsync("Hi").ToChatResponseAsync()
            ).Text;
        }
        catch (RouterException exception) when (exception.Code is RouterErrorCode.StreamInterrupted)
        {
            return Error;
        }
    }
}
