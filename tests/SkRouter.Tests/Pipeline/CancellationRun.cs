using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.TestKit;

namespace SkRouter.Tests.Pipeline;

/// <summary>A tool loop whose preferred deployment is down, silent or busy talking, cancelled at a drawn point.</summary>
internal sealed class CancellationRun : IDisposable
{
    private readonly CancellationCase _case;
    private readonly CancellationTokenSource _cancel = new();
    private readonly VirtualTimeProvider _time = new();
    private readonly ITimer? _timer;
    private int _requests;

    public CancellationRun(CancellationCase drawn)
    {
        _case = drawn;
        Kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Role("agent", role => role.Prefer("primary").FallBackTo("fallback"));
            },
            ("primary", Make(drawn.Primary, new((messages, _) => Primary(messages)))),
            ("fallback", Make(drawn.Fallback, new((messages, _) => Answer(messages))))
        );
        Kernel.Plugins.AddFromFunctions(
            "Desk",
            [KernelFunctionFactory.CreateFromMethod(Look, "Look")]
        );
        if (drawn.Where == "before")
        {
            _cancel.Cancel();
        }

        if (drawn.Where == "while waiting")
        {
            _timer = _time.CreateTimer(
                _ => _cancel.Cancel(),
                null,
                TimeSpan.FromSeconds(5 * drawn.After) + TimeSpan.FromMilliseconds(1),
                Timeout.InfiniteTimeSpan
            );
        }
    }

    public Kernel Kernel { get; }

    public int ActiveTimers => _time.ActiveTimers;

    /// <returns>The exception that the caller got; null if it got none.</returns>
    public Task<Exception?> RunAsync() =>
        _time.RunAsync(async () =>
        {
            try
            {
                await (_case.ChatClientFace ? AskChatClientAsync() : AskSemanticKernelAsync());
                return null;
            }
            catch (Exception exception)
            {
                return exception;
            }
        });

    public void Dispose()
    {
        _timer?.Dispose();
        _cancel.Dispose();
    }

    private async Task AskSemanticKernelAsync()
    {
        var service = Kernel.GetRequiredService<IChatCompletionService>("agent");
        var history = new ChatHistory("look, then tell");
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!_case.Streamed)
        {
            await service.GetChatMessageContentsAsync(history, settings, Kernel, _cancel.Token);
            return;
        }

        var pieces = 0;
        await foreach (
            var _ in service.GetStreamingChatMessageContentsAsync(
                history,
                settings,
                Kernel,
                _cancel.Token
            )
        )
        {
            if (_case.Where == "at a piece" && pieces++ == _case.After)
            {
                if (_case.StopsReading)
                {
                    return;
                }

                await _cancel.CancelAsync();
            }
        }
    }

    private async Task AskChatClientAsync()
    {
        using var client = new FunctionInvokingChatClient(Kernel.Router().ForRole("agent"));
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(Look, "Look")] };
        if (!_case.Streamed)
        {
            await client.GetResponseAsync("look", options, _cancel.Token);
            return;
        }

        var pieces = 0;
        await foreach (var _ in client.GetStreamingResponseAsync("look", options, _cancel.Token))
        {
            if (_case.Where == "at a piece" && pieces++ == _case.After)
            {
                await _cancel.CancelAsync();
            }
        }
    }

    private string Look()
    {
        if (_case.Where == "in the tool")
        {
            _cancel.Cancel();
        }

        return "seen";
    }

    private ScriptedStep Primary(IReadOnlyList<ChatMessage> messages)
    {
        if (_case.Where == "in the model" && _requests++ == _case.After % 3)
        {
            _cancel.Cancel();
        }

        return (_case.After % 4) switch
        {
            0 => Answer(messages) with { Silent = true, PiecesBeforeFault = _case.After },
            1 => ScriptedStep.Throw(
                new HttpOperationException(HttpStatusCode.BadGateway, "", "down", null)
            ),
            2 => ScriptedStep.Throw(
                new HttpOperationException(HttpStatusCode.TooManyRequests, "", "busy", null)
            ),
            _ => Answer(messages),
        };
    }

    private static ScriptedStep Answer(IReadOnlyList<ChatMessage> messages) =>
        messages.Any(message => message.Role == ChatRole.Tool)
            ? ScriptedStep.Answer("it is all there, in five words")
            : ScriptedStep.Call("Look");

    private static object Make(string kind, ScriptedModel model) =>
        kind == "service" ? new ScriptedChatService(model) : new ScriptedChatClient(model);
}
