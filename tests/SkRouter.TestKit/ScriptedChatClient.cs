using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SkRouter.TestKit;

/// <summary>A scripted model as a chat client.</summary>
public sealed class ScriptedChatClient(ScriptedModel model) : IChatClient
{
    public ScriptedChatClient(params ScriptedStep[] steps)
        : this(new ScriptedModel(steps)) { }

    public ScriptedModel Model => model;

    public string? ModelId { get; init; }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var step = model.Next(OnTheWire(messages, options), options);
        await FaultAsync(step, cancellationToken);
        return new(
            new ChatMessage(ChatRole.Assistant, [new TextContent(step.Text), .. Calls(step)])
        )
        {
            FinishReason = step.FinishReason is { } reason ? new ChatFinishReason(reason) : null,
            Usage = model.Send(step.Usage),
            ModelId = step.ModelId,
            ResponseId = "response-1",
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var step = model.Next(OnTheWire(messages, options), options);
        var pieces = 0;
        foreach (var update in Pieces(step))
        {
            if (step.FaultsAfter(pieces++))
            {
                if (step.EndsEarly)
                {
                    yield break;
                }

                await FaultAsync(step, cancellationToken);
            }

            model.Send(update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details);
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata)
            ? new ChatClientMetadata("scripted", defaultModelId: ModelId)
            : null;

    public void Dispose() { }

    /// <summary>Providers' clients send instructions as a system message.</summary>
    private static ChatMessage[] OnTheWire(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options
    ) =>
        options?.Instructions is { Length: > 0 } instructions
            ? [new(ChatRole.System, instructions), .. messages]
            : [.. messages];

    private static IEnumerable<FunctionCallContent> Calls(ScriptedStep step) =>
        step.Calls.Select(call => new FunctionCallContent(
            call.CallId,
            call.Name,
            step.CutArguments ? null : call.Arguments
        )
        {
            Exception = step.CutArguments ? new FormatException("cut") : null,
        });

    private static IEnumerable<ChatResponseUpdate> Pieces(ScriptedStep step)
    {
        yield return new(ChatRole.Assistant, "") { ModelId = step.ModelId };
        foreach (
            var word in step
                .Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select((word, i) => i == 0 ? word : " " + word)
        )
        {
            yield return new(ChatRole.Assistant, word) { ModelId = step.ModelId };
        }

        foreach (var call in Calls(step))
        {
            yield return new(ChatRole.Assistant, [call]) { ModelId = step.ModelId };
        }

        yield return new(ChatRole.Assistant, "")
        {
            FinishReason = step.FinishReason is { } reason ? new ChatFinishReason(reason) : null,
        };
        if (step.Usage is not null)
        {
            yield return new(ChatRole.Assistant, [new UsageContent(step.Usage)]);
        }
    }

    private static async Task FaultAsync(ScriptedStep step, CancellationToken cancellationToken)
    {
        if (step.Silent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        if (step.Fault is not null)
        {
            throw step.Fault;
        }
    }
}
