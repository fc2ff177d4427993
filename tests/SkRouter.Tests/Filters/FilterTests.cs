using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Filters;

public sealed class FilterTests
{
    private readonly List<string> _events = [];
    private readonly List<DecisionRecord> _settled = [];
    private readonly Till _till = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filters_ToolLoopOfTwoRoundTrips_RunInOrderOncePerRoundTrip(bool streamed)
    {
        var model = new ScriptedChatService(
            ScriptedStep.Call("Till-Charge", ("order", "one")),
            ScriptedStep.Answer("done")
        );
        var kernel = Kernel(model, Noting("outer"), Noting("inner"));

        (await AskAsync(kernel, streamed)).ShouldBe("done");

        string[] roundTrip = ["outer in", "inner in", "inner out", "outer out"];
        _events
            .Where(entry => !entry.EndsWith("settled", StringComparison.Ordinal))
            .ShouldBe([.. roundTrip, .. roundTrip]);
        _events
            .Where(entry => entry.EndsWith("settled", StringComparison.Ordinal))
            .ShouldBe(["inner settled", "outer settled", "inner settled", "outer settled"]);
        _till.Receipts.ShouldBe(["one"]);
        _settled.Select(record => record.Id).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_ReplacesTheAnswerAfterNext_CallerGetsTheReplacement(bool streamed)
    {
        var kernel = Kernel(
            new ScriptedChatClient(ScriptedStep.Answer("secret")),
            Noting("outer"),
            new DelegateFilter(
                async (context, next) =>
                {
                    await next(context);
                    Replace(context, "harmless");
                }
            )
        );

        (await AskAsync(kernel, streamed)).ShouldBe("harmless");

        var record = _settled.ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        record.Attempts.Count.ShouldBe(1);
        ShouldHaveLeft(kernel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_AnswersWithoutNext_NoModelIsAsked(bool streamed)
    {
        var model = new ScriptedChatService(ScriptedStep.Answer("dear"));
        var kernel = Kernel(
            model,
            Noting("outer"),
            new DelegateFilter(
                (context, _) =>
                {
                    Replace(context, "cached");
                    return Task.CompletedTask;
                }
            )
        );

        (await AskAsync(kernel, streamed)).ShouldBe("cached");

        model.Model.Requests.ShouldBe(0);
        var record = _settled.ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.AnsweredByFilter);
        record.Usage.InputTokens.ShouldBe(0);
        record.CostUsd.ShouldBe(0);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Filter_Throws_CallerSeesItAndTheRoundTripIsSettled(
        bool streamed,
        bool afterNext
    )
    {
        var model = new ScriptedChatService(ScriptedStep.Answer("never seen"));
        var kernel = Kernel(
            model,
            Noting("outer"),
            new DelegateFilter(
                async (context, next) =>
                {
                    if (afterNext)
                    {
                        await next(context);
                    }

                    throw new UnauthorizedAccessException("not you");
                }
            )
        );

        await Should.ThrowAsync<UnauthorizedAccessException>(() => AskAsync(kernel, streamed));

        model.Model.Requests.ShouldBe(afterNext ? 1 : 0);
        var record = _settled.ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Failed);
        (record.Usage.InputTokens > 0).ShouldBe(afterNext);
        // A stream that was dropped unread has consumed what it had begun; nobody can know more.
        record.Usage.Estimated.ShouldBe(afterNext && streamed);
        _events.ShouldContain("outer saw UnauthorizedAccessException");
        ShouldHaveLeft(kernel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_NeitherCallsNextNorAnswers_IsAnErrorThatSaysSo(bool streamed)
    {
        var kernel = Kernel(
            new ScriptedChatService(ScriptedStep.Answer("x")),
            Noting("outer"),
            new DelegateFilter((_, _) => Task.CompletedTask)
        );

        var error = await Should.ThrowAsync<RouterException>(() => AskAsync(kernel, streamed));

        error.Message.ShouldContain(streamed ? "Stream" : "Answer");
        _settled.ShouldHaveSingleItem().Outcome.ShouldBe(RoundTripOutcome.Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_AllCandidatesFail_SeesTheFailure(bool streamed)
    {
        var kernel = Kernel(
            new ScriptedChatClient(
                ScriptedStep.Throw(
                    new HttpRequestException("gone", null, System.Net.HttpStatusCode.NotFound)
                )
            ),
            Noting("outer")
        );

        await Should.ThrowAsync<RouterException>(() => AskAsync(kernel, streamed));

        _events.ShouldContain("outer saw RouterException");
        var record = _settled.ShouldHaveSingleItem();
        record.Error.ShouldBe(RouterErrorCode.AllCandidatesFailed);
        record.Attempts.ShouldHaveSingleItem().FailureKind.ShouldBe(FailureKind.ModelNotFound);
    }

    [Fact]
    public async Task FilterAroundAStream_StreamBreaksAfterCommit_SeesTheFailureAndEveryPieceBefore()
    {
        var seen = "";
        var kernel = Kernel(
            new ScriptedChatService(
                ScriptedStep.Answer("one two three four") with
                {
                    Fault = new IOException("cut"),
                    PiecesBeforeFault = 3,
                }
            ),
            Noting("outer"),
            new DelegateFilter(
                async (context, next) =>
                {
                    await next(context);
                    context.Stream = Watch(context.Stream!, text => seen += text);
                }
            )
        );

        var error = await Should.ThrowAsync<RouterException>(() => AskAsync(kernel, true));

        error.Code.ShouldBe(RouterErrorCode.StreamInterrupted);
        seen.ShouldBe("one two|RouterException");
        var record = _settled.ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Failed);
        record.Usage.Estimated.ShouldBeTrue();
        ShouldHaveLeft(kernel);
    }

    [Fact]
    public async Task FilterAroundAStream_EndsItEarly_SettlesOnceAndStopsTheModel()
    {
        var kernel = Kernel(
            new ScriptedChatClient(ScriptedStep.Answer("one two three four")),
            Noting("outer"),
            new DelegateFilter(
                async (context, next) =>
                {
                    await next(context);
                    context.Stream = FirstOnly(context.Stream!);
                }
            )
        );

        (await AskAsync(kernel, streamed: true)).ShouldBe("one");

        var record = _settled.ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        record.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.Abandoned);
        ShouldHaveLeft(kernel);
    }

    [Fact]
    public async Task Stream_CallerStopsReading_IsSettledOnceAsAbandoned()
    {
        var kernel = Kernel(
            new ScriptedChatService(ScriptedStep.Answer("one two three four")),
            Noting("outer")
        );

        await foreach (
            var piece in kernel.Router().GetStreamingChatMessageContentsAsync("hello", null, kernel)
        )
        {
            if (piece.Content == "one")
            {
                break;
            }
        }

        var record = _settled.ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Abandoned);
        record.Usage.Estimated.ShouldBeTrue();
        record.CostUsd!.Value.ShouldBeGreaterThan(0);
        (await kernel.RecordsAsync()).Count.ShouldBe(1);
        ShouldHaveLeft(kernel);
    }

    [Fact]
    public async Task Stream_CallerCancelsAfterTheFirstPiece_EndsInCancellationNotInAnError()
    {
        using var cancel = new CancellationTokenSource();
        var kernel = Kernel(
            new ScriptedChatService(
                ScriptedStep.Answer("one two three") with
                {
                    Silent = true,
                    PiecesBeforeFault = 2,
                }
            ),
            Noting("outer")
        );
        var pieces = kernel
            .Router()
            .GetStreamingChatMessageContentsAsync("hello", null, kernel, cancel.Token);

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var piece in pieces)
            {
                if (piece.Content == "one")
                {
                    await cancel.CancelAsync();
                }
            }
        });

        var record = _settled.ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Cancelled);
        record.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.Cancelled);
        ShouldHaveLeft(kernel);
    }

    private Kernel Kernel(object model, params IModelInvocationFilter[] filters)
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                foreach (var filter in filters)
                {
                    router.Services.AddSingleton(filter);
                }

                router.Role("writer", role => role.Prefer("only")).DefaultRole("writer");
            },
            ("only", model)
        );
        kernel.Plugins.AddFromObject(_till, "Till");
        return kernel;
    }

    private DelegateFilter Noting(string name) =>
        new(
            async (context, next) =>
            {
                _events.Add($"{name} in");
                context.OnSettled(record =>
                {
                    _events.Add($"{name} settled");
                    if (name == "outer")
                    {
                        _settled.Add(record);
                    }

                    return default;
                });
                try
                {
                    await next(context);
                }
                catch (Exception exception)
                {
                    _events.Add($"{name} saw {exception.GetType().Name}");
                    throw;
                }

                _events.Add($"{name} out");
            }
        );

    private static void Replace(ModelInvocationContext context, string text)
    {
        if (context.IsStreaming)
        {
            context.Stream = One(text);
        }
        else
        {
            context.Answer = ModelAnswer.FromText(text);
        }
    }

    private static async IAsyncEnumerable<AnswerChunk> One(string text)
    {
        await Task.Yield();
        yield return new(
            new ChatResponseUpdate(ChatRole.Assistant, text)
            {
                FinishReason = ChatFinishReason.Stop,
            }
        );
    }

    private static async IAsyncEnumerable<AnswerChunk> FirstOnly(
        IAsyncEnumerable<AnswerChunk> chunks
    )
    {
        await foreach (var chunk in chunks)
        {
            yield return chunk;
            if (chunk.Text.Length > 0)
            {
                yield break;
            }
        }
    }

    private static async IAsyncEnumerable<AnswerChunk> Watch(
        IAsyncEnumerable<AnswerChunk> chunks,
        Action<string> see
    )
    {
        await using var inner = chunks.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await inner.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception)
            {
                see($"|{exception.GetType().Name}");
                throw;
            }

            see(inner.Current.Text);
            yield return inner.Current;
        }
    }

    private static async Task<string> AskAsync(Kernel kernel, bool streamed)
    {
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!streamed)
        {
            return (await kernel.InvokePromptAsync("hello", new(settings))).ToString();
        }

        var text = "";
        await foreach (var piece in kernel.InvokePromptStreamingAsync("hello", new(settings)))
        {
            text += piece.ToString();
        }

        return text;
    }

    private static void ShouldHaveLeft(Kernel kernel) =>
        kernel.Router().Deployments.ShouldAllBe(deployment => deployment.Health.InFlight == 0);
}
