using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Routing;

/// <summary>A tool loop of three round trips: charge one, charge two, report. The failing trip fails on the preferred deployment.</summary>
internal sealed class ToolLoopRun
{
    private readonly ToolLoopCase _case;
    private readonly VirtualTimeProvider _time = new();

    public ToolLoopRun(ToolLoopCase drawn)
    {
        _case = drawn;
        var failures = 0;
        Primary = new(
            (messages, _) =>
            {
                var trip = Trip(messages);
                var fails = trip == drawn.FailingTrip && (drawn.Lasting || failures++ == 0);
                return fails ? drawn.Fault.In(Step(trip), drawn.PiecesBefore) : Step(trip);
            }
        );
        Fallback = new((messages, _) => Step(Trip(messages)));
        Kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Role(
                    "cashier",
                    role =>
                        role.Prefer("primary")
                            .FallBackTo("fallback")
                            .CommitOn(
                                drawn.WholeAnswers ? CommitOn.Completion : CommitOn.FirstToken
                            )
                );
            },
            ("primary", Make(drawn.Primary, Primary)),
            ("fallback", Make(drawn.Fallback, Fallback))
        );
        Kernel.Plugins.AddFromObject(Till, "Till");
    }

    public Kernel Kernel { get; }

    public Till Till { get; } = new();

    public ScriptedModel Primary { get; }

    public ScriptedModel Fallback { get; }

    /// <summary>How often the model was told that its arguments were broken.</summary>
    public int Told =>
        Primary
            .Conversations.Concat(Fallback.Conversations)
            .Max(conversation =>
                Results(conversation)
                    .Count(result => result.StartsWith("Error", StringComparison.Ordinal))
            );

    /// <returns>The last text that the caller got, and the error if there was one.</returns>
    public Task<(string Text, RouterException? Error)> RunAsync() =>
        _time.RunAsync(async () =>
        {
            try
            {
                return (
                    _case.ChatClientFace
                        ? await AskChatClientAsync()
                        : await AskSemanticKernelAsync(),
                    (RouterException?)null
                );
            }
            catch (RouterException error)
            {
                return ("", error);
            }
        });

    private async Task<string> AskSemanticKernelAsync()
    {
        var service = Kernel.GetRequiredService<IChatCompletionService>("cashier");
        var history = new ChatHistory("Charge orders one and two.");
        history.AddUserMessage("go");
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!_case.Streamed)
        {
            return (await service.GetChatMessageContentAsync(history, settings, Kernel)).Content!;
        }

        var text = "";
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(history, settings, Kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }

    private async Task<string> AskChatClientAsync()
    {
        using var client = new FunctionInvokingChatClient(Kernel.Router().ForRole("cashier"));
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(Till.Charge, "Charge")] };
        var response = _case.Streamed
            ? await client.GetStreamingResponseAsync("go", options).ToChatResponseAsync()
            : await client.GetResponseAsync("go", options);
        return response.Text;
    }

    private ScriptedStep Step(int trip)
    {
        if (trip == 2)
        {
            return ScriptedStep.Answer("both are charged");
        }

        var order = trip == 0 ? "one" : "two";
        return ScriptedStep.Call(_case.ToolName, ("order", order)) with
        {
            Text = _case.TextBeforeCalls ? "charging now " : "",
            // More than the router estimates: a smaller count of a stream without a finish reason would be taken for an early one.
            Usage = new() { InputTokenCount = 100, OutputTokenCount = 100 },
            Calls =
            [
                new(
                    $"call_{order}",
                    _case.ToolName,
                    new Dictionary<string, object?> { ["order"] = order }
                ),
            ],
        };
    }

    /// <summary>A result that says that the arguments were broken is no charge: the model tries again.</summary>
    private static int Trip(IReadOnlyList<ChatMessage> messages) =>
        Math.Min(
            2,
            Results(messages).Count(result => !result.StartsWith("Error", StringComparison.Ordinal))
        );

    private static IEnumerable<string> Results(IReadOnlyList<ChatMessage> messages) =>
        messages
            .SelectMany(message => message.Contents)
            .OfType<Microsoft.Extensions.AI.FunctionResultContent>()
            .Select(result => result.Result?.ToString() ?? "");

    private static object Make(string kind, ScriptedModel model) =>
        kind == "service" ? new ScriptedChatService(model) : new ScriptedChatClient(model);
}
