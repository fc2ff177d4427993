using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;
using SkRouter.Spend;

namespace SkRouter.Routing;

/// <summary>The whole answer of a plain round trip, in two views, each made on first use.</summary>
public sealed class ModelAnswer
{
    private IReadOnlyList<ChatMessageContent>? _contents;
    private ChatResponse? _response;
    private TokenUsage? _usage;
    private bool _usageIsRead;

    internal ModelAnswer(IReadOnlyList<ChatMessageContent> contents)
    {
        _contents = contents;
        IsNativeSemanticKernel = true;
    }

    internal ModelAnswer(ChatResponse response) => _response = response;

    /// <summary>The answer as Semantic Kernel has it: one message, or several if several results were asked for.</summary>
    public IReadOnlyList<ChatMessageContent> Contents =>
        _contents ??= ToContents.Convert(_response!);

    /// <summary>The answer as Microsoft.Extensions.AI has it.</summary>
    public ChatResponse Response => _response ??= ToResponse.Convert(_contents!);

    /// <summary>Its text.</summary>
    public string Text =>
        _contents is { Count: > 0 } ? MessageText.Of(_contents[0]) ?? "" : _response?.Text ?? "";

    /// <summary>Why it ended: <c>stop</c>, <c>length</c>, <c>tool_calls</c>, <c>content_filter</c> or the provider's own word; null if it does not say.</summary>
    public string? FinishReason =>
        !IsNativeSemanticKernel
            ? FinishReasons.Normalise(_response!.FinishReason?.Value)
            : AnswerMetadata.FinishReason(
                _contents is { Count: > 0 } ? _contents[0].Metadata : null
            );

    /// <summary>The provider's own word for the end, where a connector of SkRouter's kept it.</summary>
    internal string? NativeFinishReason =>
        IsNativeSemanticKernel
            ? null
            : AnswerMetadata.NativeFinishReason(_response!.AdditionalProperties);

    /// <summary>What it consumed, as the provider reports it; null if it does not.</summary>
    public TokenUsage? Usage
    {
        get
        {
            // Reading some SDKs' usage means writing and parsing JSON.
            if (!_usageIsRead)
            {
                _usage = ReadUsage();
                _usageIsRead = true;
            }

            return _usage;
        }
    }

    /// <summary>An answer that no model gave, for filters.</summary>
    /// <param name="text">The text.</param>
    public static ModelAnswer FromText(string text) =>
        new(
            new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
            {
                FinishReason = ChatFinishReason.Stop,
            }
        );

    /// <summary>Whether the deployment itself answered in Semantic Kernel's terms.</summary>
    internal bool IsNativeSemanticKernel { get; }

    internal AnswerRemarks Remarks
    {
        get
        {
            var remarks = IsNativeSemanticKernel
                ? default
                : AnswerRemarks.Read(_response!.AdditionalProperties);
            return remarks.Tier is null
                ? remarks with
                {
                    Tier = SdkServiceTier.Of(
                        !IsNativeSemanticKernel ? _response!.RawRepresentation
                        : _contents is { Count: > 0 } ? _contents[0].InnerContent
                        : null
                    ),
                }
                : remarks;
        }
    }

    private TokenUsage? ReadUsage() =>
        !IsNativeSemanticKernel
            ? UsageReader.Read(_response!.Usage)
            : UsageReader.Read(
                AnswerMetadata.Usage(_contents is { Count: > 0 } ? _contents[0].Metadata : null)
            );

    /// <summary>Names of the tools that it calls.</summary>
    internal IReadOnlyList<string> CalledTools()
    {
        if (!HasToolCalls)
        {
            return [];
        }

        return IsNativeSemanticKernel
            ?
            [
                .. _contents!
                    .SelectMany(content => content.Items)
                    .OfType<Microsoft.SemanticKernel.FunctionCallContent>()
                    .Select(call => ToolNames.Join(call.PluginName, call.FunctionName)),
            ]
            :
            [
                .. _response!
                    .Messages.SelectMany(message => message.Contents)
                    .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
                    .Select(call => call.Name),
            ];
    }

    internal bool HasToolCalls
    {
        get
        {
            if (!IsNativeSemanticKernel)
            {
                return _response!.Messages.Any(message =>
                    message.Contents.Any(item =>
                        item is Microsoft.Extensions.AI.FunctionCallContent
                    )
                );
            }

            for (var i = 0; i < _contents!.Count; i++)
            {
                var items = _contents[i].Items;
                for (var j = 0; j < items.Count; j++)
                {
                    if (items[j] is Microsoft.SemanticKernel.FunctionCallContent)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
