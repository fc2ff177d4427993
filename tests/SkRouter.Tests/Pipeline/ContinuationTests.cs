using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Pipeline;

/// <summary>A text that breaks off after it was shown is continued by default, by who can, and only where nothing but text is asked for.</summary>
public sealed class ContinuationTests
{
    private static readonly ScriptedStep Broken = new()
    {
        Text = "one two three four",
        Fault = new IOException("cut"),
        PiecesBeforeFault = 3,
    };

    private readonly ScriptedModel _second = new(ScriptedStep.Answer("three four"));

    public static TheoryData<string, bool> Faces() =>
        new() { { "kernel", true }, { "chat client", false } };

    [Theory]
    [MemberData(nameof(Faces))]
    public async Task Stream_Breaks_IsContinuedByWhoTakesAPrefix(string face, bool kernelFace)
    {
        _ = face;
        var kernel = Build(Broken);

        (await AskAsync(kernel, kernelFace)).ShouldBe("one twothree four");

        var last = _second.Conversations[0][^1];
        (last.Role, last.Text).ShouldBe((ChatRole.Assistant, "one two"));
        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        record.Deployment.ShouldBe("second");
        record.Notes.ShouldContain(note =>
            note.Contains("continued by second after 7 characters", StringComparison.Ordinal)
        );
        record
            .Attempts.Select(attempt => attempt.Outcome)
            .ShouldBe([AttemptOutcome.Failed, AttemptOutcome.Served]);
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
        kernel.Router().Health.Of("second").InFlight.ShouldBe(0);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("tools")]
    [InlineData("json")]
    [InlineData("schema")]
    [InlineData("field")]
    [InlineData("unknown")]
    [InlineData("declared unable")]
    [InlineData("reasoning")]
    [InlineData("completion")]
    public async Task Stream_BreaksWhereItMayNotBeContinued_IsNot(string why)
    {
        var kernel = Build(
            Broken,
            role =>
            {
                role.Continue(why is not "off");
                role.CommitOn(why is "completion" ? CommitOn.Completion : CommitOn.FirstToken);
            },
            second =>
            {
                second.TakesPrefix = why switch
                {
                    "unknown" or "reasoning" => null,
                    "declared unable" => false,
                    _ => true,
                };
                second.Model = why switch
                {
                    "reasoning" or "declared unable" => "claude-sonnet-4-5",
                    _ => "second",
                };
            }
        );
        var options = new ChatOptions
        {
            Tools = why is "tools" ? [AIFunctionFactory.Create(() => "seen", "Look")] : null,
            ResponseFormat = why switch
            {
                "json" => ChatResponseFormat.Json,
                "schema" => ChatResponseFormat.ForJsonSchema<string[]>(),
                _ => null,
            },
            Reasoning = why is "reasoning" ? new() { Effort = ReasoningEffort.High } : null,
            AdditionalProperties = why is "field"
                ? new() { ["chat-completions.response_format"] = "{\"type\":\"json_object\"}" }
                : null,
        };

        var answer = await AskAsync(kernel, kernelFace: false, options);

        if (why is "completion")
        {
            answer.ShouldBe("three four");
            _second.Conversations[0][^1].Role.ShouldBe(ChatRole.User);
            return;
        }

        answer.ShouldBe(nameof(RouterErrorCode.StreamInterrupted));
        _second.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", true)]
    [InlineData("claude-sonnet-4-6", false)]
    [InlineData("claude-opus-5", false)]
    public async Task Stream_Breaks_IsContinuedByWhomTheCatalogueKnows(string model, bool continued)
    {
        var kernel = Build(
            Broken,
            role => { },
            second =>
            {
                second.TakesPrefix = null;
                second.Model = model;
            }
        );

        await AskAsync(kernel, kernelFace: false);

        _second.Requests.ShouldBe(continued ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(Faces))]
    public async Task Stream_KernelSettingsAskForJson_IsNotContinued(string face, bool own)
    {
        _ = face;
        PromptExecutionSettings settings = own
            ? new OpenAIPromptExecutionSettings { ResponseFormat = "json_object" }
            : new()
            {
                ExtensionData = new Dictionary<string, object>
                {
                    ["response_format"] = "json_object",
                },
            };
        var kernel = Build(Broken);

        (await AskAsync(kernel, kernelFace: true, settings: settings)).ShouldBe(
            nameof(RouterErrorCode.StreamInterrupted)
        );

        _second.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Stream_ContinuingModelRefusesThePrefix_TheCallerGetsTheFirstErrorAndNobodyAsksAgain()
    {
        var second = new ScriptedModel(
            ScriptedStep.Throw(
                new HttpRequestException(
                    "This model does not support assistant message prefill.",
                    null,
                    HttpStatusCode.BadRequest
                )
            )
        );
        var kernel = Build(Broken, second: second);

        for (var call = 0; call < 3; call++)
        {
            (await AskAsync(kernel, kernelFace: false)).ShouldBe(
                nameof(RouterErrorCode.StreamInterrupted)
            );
        }

        second.Requests.ShouldBe(1);
        kernel.Router().Health.Of("second").State.ShouldBe(DeploymentState.Available);
    }

    [Fact]
    public async Task Stream_ContinuingModelIsRateLimited_CoolsDown()
    {
        var second = new ScriptedModel(
            ScriptedStep.Throw(
                new HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests)
            )
        );
        var kernel = Build(Broken, second: second);

        await AskAsync(kernel, kernelFace: false);

        kernel.Router().Health.Of("second").State.ShouldBe(DeploymentState.CoolingDown);
        kernel.Router().Health.Of("second").InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Stream_NobodyElseCanContinue_TheSameIsAskedOnce()
    {
        var first = new ScriptedModel(Broken, ScriptedStep.Answer("three four"), Broken, Broken);
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Deployment("first", deployment => deployment.TakesPrefix());
                router.Role("agent", role => role.Prefer("first"));
            },
            ("first", new ScriptedChatClient(first))
        );

        (await AskAsync(kernel, kernelFace: false)).ShouldBe("one twothree four");
        (await AskAsync(kernel, kernelFace: false)).ShouldBe(
            nameof(RouterErrorCode.StreamInterrupted)
        );

        first.Requests.ShouldBe(4);
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Stream_CallerLimitsTheOutput_WhatWasShownCounts()
    {
        var kernel = Build(Broken);

        await AskAsync(kernel, kernelFace: false, new() { MaxOutputTokens = 100 });

        _second.Options[0]!.MaxOutputTokens.ShouldNotBeNull().ShouldBeInRange(90, 99);
    }

    [Fact]
    public async Task Stream_BreaksBeforeAnyText_IsAnError()
    {
        using var client = new ReasoningClient();
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Deployment("second", deployment => deployment.TakesPrefix());
                router.Role("agent", role => role.Prefer("first").FallBackTo("second"));
            },
            ("first", client),
            ("second", new ScriptedChatClient(_second))
        );

        (await AskAsync(kernel, kernelFace: false)).ShouldBe(
            nameof(RouterErrorCode.StreamInterrupted)
        );

        _second.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(true, false)]
    public void Start_NobodyCanContinue_IsSaid(bool? takes, bool said)
    {
        var log = new RecordedLog();
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<ILoggerFactory>(log);
                router.Deployment("first", deployment => deployment.Options.TakesPrefix = takes);
                router.Role("writer", role => role.Prefer("first"));
                router.Role("silent", role => role.Prefer("first").Continue(false));
                router.Role("held", role => role.Prefer("first").CommitOn(CommitOn.Completion));
            },
            ("first", new ScriptedChatClient(ScriptedStep.Answer("fine")))
        );

        kernel.Router().Validate();

        var line = log.Lines.SingleOrDefault(line =>
            line.Contains("ends in an error", StringComparison.Ordinal)
        );
        (line is not null).ShouldBe(said);
        line?.ShouldContain(": writer.");
    }

    private Kernel Build(
        ScriptedStep first,
        Action<RoleBuilder>? role = null,
        Action<DeploymentOptions>? configure = null,
        ScriptedModel? second = null
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Deployment(
                    "second",
                    deployment =>
                    {
                        deployment.TakesPrefix();
                        configure?.Invoke(deployment.Options);
                    }
                );
                router.Role(
                    "agent",
                    agent =>
                    {
                        agent.Prefer("first").FallBackTo("second");
                        role?.Invoke(agent);
                    }
                );
            },
            ("first", new ScriptedChatClient(first)),
            ("second", new ScriptedChatClient(second ?? _second))
        );

    private static async Task<string> AskAsync(
        Kernel kernel,
        bool kernelFace,
        ChatOptions? options = null,
        PromptExecutionSettings? settings = null
    )
    {
        var text = "";
        try
        {
            if (kernelFace)
            {
                var service = kernel.GetRequiredService<IChatCompletionService>("agent");
                await foreach (
                    var piece in service.GetStreamingChatMessageContentsAsync(
                        new ChatHistory("count", AuthorRole.User),
                        settings,
                        kernel
                    )
                )
                {
                    text += piece.Content;
                }
            }
            else
            {
                await foreach (
                    var update in kernel.Router().GetStreamingResponseAsync("count", options)
                )
                {
                    text += update.Text;
                }
            }

            return text;
        }
        catch (RouterException exception)
        {
            return exception.Code.ToString();
        }
    }

    /// <summary>Reasons, and breaks off before it says anything.</summary>
    private sealed class ReasoningClient()
        : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("never")))
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation]
                CancellationToken cancellationToken = default
        )
        {
            await Task.Yield();
            yield return new(ChatRole.Assistant, [new TextReasoningContent("hm")]);
            throw new IOException("cut");
        }
    }

    private sealed class RecordedLog : ILoggerFactory, ILogger
    {
        public List<string> Lines { get; } = [];

        public void AddProvider(ILoggerProvider provider) { }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));

        public void Dispose() { }
    }
}
