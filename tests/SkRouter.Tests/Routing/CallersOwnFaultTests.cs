using System.ClientModel;
using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.DependencyInjection;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;
using SkRouter.Tests.Parity;

namespace SkRouter.Tests.Routing;

/// <summary>What an app did wrong before anything was sent is its own exception, as it is, and says nothing of any deployment.</summary>
public sealed class CallersOwnFaultTests
{
    public static TheoryData<string, bool> Faults()
    {
        var cases = new TheoryData<string, bool>();
        foreach (
            var fault in new[]
            {
                "setting",
                "effort",
                "content",
                "function choice",
                "filter",
                "cancelling filter",
                "chat client",
            }
        )
        {
            cases.Add(fault, false);
            cases.Add(fault, true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_BeforeAnythingIsSent_IsTheAppsExceptionAndNoMark(
        string fault,
        bool streamed
    )
    {
        var wire = new WireModel(WireModel.Text("done"));
        var builder = Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion(
            "m",
            "no-key",
            serviceId: "first",
            httpClient: wire.Client()
        );
        builder.Services.AddKeyedSingleton<IChatClient>("refusing", new Refusing());
        var second = new ScriptedChatService(ScriptedStep.Answer("second"));
        builder.Services.AddKeyedSingleton<IChatCompletionService>("second", second);
        if (fault.EndsWith("filter", StringComparison.Ordinal))
        {
            builder.Services.AddSingleton<IModelInvocationFilter>(
                new Throwing(
                    fault == "filter"
                        ? new InvalidCastException("mine")
                        : new OperationCanceledException("mine")
                )
            );
        }

        builder.AddSkRouter(router =>
        {
            foreach (var key in new[] { "first", "refusing", "second" })
            {
                router.Deployment(key, deployment => deployment.Price(input: 1, output: 1));
            }

            router.Role("role", role => role.Prefer("first").FallBackTo("second"));
            router.Role("clients", role => role.Prefer("refusing").FallBackTo("second"));
        });
        var kernel = builder.Build();
        var history = new ChatHistory();
        history.AddUserMessage("question");
        if (fault == "content")
        {
            history[0].Items.Add(new AudioContent(new Uri("https://example.com/a.mp3")));
        }

        var settings = Settings(fault);

        var thrown = await ThrownAsync(() =>
            AskAsync(
                kernel,
                fault == "chat client" ? "clients" : "role",
                history,
                settings,
                streamed
            )
        );

        thrown
            .ShouldNotBeNull()
            .ShouldBeOfType(
                fault switch
                {
                    "filter" => typeof(InvalidCastException),
                    "cancelling filter" => typeof(OperationCanceledException),
                    "function choice" => typeof(KernelException),
                    "effort" or "chat client" => typeof(NotSupportedException),
                    _ => typeof(ArgumentException),
                }
            );
        wire.Requests.ShouldBeEmpty();
        second.Model.Requests.ShouldBe(0);
        foreach (var deployment in kernel.Router().Deployments)
        {
            var status = kernel.Router().Health.Of(deployment.Key);
            status.State.ShouldBe(DeploymentState.Available);
        }

        foreach (var record in await kernel.RecordsAsync())
        {
            record.Outcome.ShouldBe(RoundTripOutcome.Failed);
            record.Attempts.ShouldAllBe(attempt =>
                attempt.Outcome == AttemptOutcome.Skipped
                && attempt.FailureKind == FailureKind.NotSent
            );
        }
    }

    [Theory]
    [InlineData(400, HttpStatusCode.BadRequest, false)]
    [InlineData(400, HttpStatusCode.BadRequest, true)]
    [InlineData(401, HttpStatusCode.Unauthorized, false)]
    [InlineData(404, HttpStatusCode.NotFound, true)]
    public async Task Failure_OfAProvider_IsCaughtAsSemanticKernelsCallersDo(
        int status,
        HttpStatusCode expected,
        bool streamed
    )
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("role", role => role.Prefer("only")),
            (
                "only",
                new ScriptedChatService(
                    ScriptedStep.Throw(
                        new HttpOperationException((HttpStatusCode)status, "{}", "refused", null)
                    )
                )
            )
        );

        var caught = await Should.ThrowAsync<HttpOperationException>(() =>
            AskAsync(kernel, "role", new ChatHistory("question"), null, streamed)
        );

        caught.StatusCode.ShouldBe(expected);
        caught.ResponseContent.ShouldNotBeNullOrEmpty();
        caught
            .ShouldBeOfType<RouterException>()
            .InnerException.ShouldBeOfType<HttpOperationException>();
    }

    // Shouldly makes a cancellation of its own of every cancelled task.
    private static async Task<Exception?> ThrownAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    [Fact]
    public void Status_WithoutAnAttempt_SaysWhatTheCodeSays()
    {
        new RouterException(RouterErrorCode.ContextTooLong, "too long").StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        new RouterException(RouterErrorCode.Configuration, "wrong").StatusCode.ShouldBeNull();
        typeof(ClientResultException).IsAssignableFrom(typeof(RouterException)).ShouldBeFalse();
    }

    private static PromptExecutionSettings? Settings(string fault) =>
        fault switch
        {
            "setting" => new OpenAIPromptExecutionSettings { MaxTokens = 0 },
            "effort" => new OpenAIPromptExecutionSettings { ReasoningEffort = "enormous" },
            "function choice" => new PromptExecutionSettings
            {
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([
                    KernelFunctionFactory.CreateFromMethod(() => "", "not_in_the_kernel"),
                ]),
            },
            _ => null,
        };

    private static async Task AskAsync(
        Kernel kernel,
        string role,
        ChatHistory history,
        PromptExecutionSettings? settings,
        bool streamed
    )
    {
        var service = kernel.GetRequiredService<IChatCompletionService>(role);
        if (!streamed)
        {
            await service.GetChatMessageContentsAsync(history, settings, kernel);
            return;
        }

        await foreach (
            var _ in service.GetStreamingChatMessageContentsAsync(history, settings, kernel)
        ) { }
    }

    private sealed class Throwing(Exception exception) : IModelInvocationFilter
    {
        public Task OnModelInvocationAsync(
            ModelInvocationContext context,
            Func<ModelInvocationContext, Task> next
        ) => throw exception;
    }

    private sealed class Refusing : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException("mine");

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException("mine");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
