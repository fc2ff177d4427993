using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using UsageDetails = Microsoft.Extensions.AI.UsageDetails;

namespace SkRouter.TestKit;

/// <summary>A scripted model as Semantic Kernel's chat completion service, with metadata as its OpenAI connector gives it.</summary>
public sealed class ScriptedChatService(ScriptedModel model) : IChatCompletionService
{
    public ScriptedChatService(params ScriptedStep[] steps)
        : this(new ScriptedModel(steps)) { }

    public ScriptedModel Model => model;

    public IReadOnlyDictionary<string, object?> Attributes { get; init; } =
        new Dictionary<string, object?>();

    public List<PromptExecutionSettings?> Settings { get; } = [];

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    )
    {
        var step = Next(chatHistory, executionSettings);
        await FaultAsync(step, cancellationToken);
        var content = new ChatMessageContent(AuthorRole.Assistant, step.Text)
        {
            ModelId = step.ModelId,
            Metadata = new Dictionary<string, object?>
            {
                ["FinishReason"] = step.FinishReason,
                ["Usage"] = model.Send(step.Usage),
                ["Id"] = "response-1",
            },
        };
        foreach (var call in step.Calls)
        {
            content.Items.Add(
                new Microsoft.SemanticKernel.FunctionCallContent(
                    call.Name,
                    id: call.CallId,
                    arguments: step.CutArguments ? null : new KernelArguments(call.Arguments!)
                )
                {
                    Exception = step.CutArguments ? new FormatException("cut") : null,
                }
            );
        }

        return [content];
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var step = Next(chatHistory, executionSettings);
        var pieces = 0;
        foreach (var piece in Pieces(step))
        {
            if (step.FaultsAfter(pieces++))
            {
                if (step.EndsEarly)
                {
                    yield break;
                }

                await FaultAsync(step, cancellationToken);
            }

            model.Send(piece.Metadata?.GetValueOrDefault("Usage") as UsageDetails);
            yield return piece;
        }
    }

    private ScriptedStep Next(ChatHistory history, PromptExecutionSettings? settings)
    {
        lock (Settings)
        {
            Settings.Add(settings);
        }

        return model.Next(
            [.. history.Select(content => content.ToChatMessage())],
            Offered(history, settings)
        );
    }

    private static Microsoft.Extensions.AI.ChatOptions? Offered(
        ChatHistory history,
        PromptExecutionSettings? settings
    ) =>
        settings?.FunctionChoiceBehavior?.GetConfiguration(new(history)).Functions is { } functions
            ? new() { Tools = [.. functions] }
            : null;

    private static IEnumerable<StreamingChatMessageContent> Pieces(ScriptedStep step)
    {
        yield return Piece(step, "");
        foreach (
            var word in step
                .Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select((word, i) => i == 0 ? word : " " + word)
        )
        {
            yield return Piece(step, word);
        }

        for (var i = 0; i < step.Calls.Count; i++)
        {
            foreach (var fragment in Fragments(step.Calls[i], i, step.CutArguments))
            {
                var piece = Piece(step, null);
                piece.Items.Add(fragment);
                yield return piece;
            }
        }

        yield return Piece(step, null, ("FinishReason", step.FinishReason));
        yield return Piece(step, null, ("Usage", step.Usage));
    }

    private static IEnumerable<StreamingFunctionCallUpdateContent> Fragments(
        FunctionCallContent call,
        int index,
        bool cut
    )
    {
        var json = JsonSerializer.Serialize(call.Arguments);
        yield return new(call.CallId, call.Name, "", index);
        yield return new(null, null, json[..(json.Length / 2)], index);
        if (!cut)
        {
            yield return new(null, null, json[(json.Length / 2)..], index);
        }
    }

    private static StreamingChatMessageContent Piece(
        ScriptedStep step,
        string? text,
        params (string Key, object? Value)[] metadata
    ) =>
        new(
            AuthorRole.Assistant,
            text,
            modelId: step.ModelId,
            metadata: metadata.ToDictionary(entry => entry.Key, entry => entry.Value)
        );

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
