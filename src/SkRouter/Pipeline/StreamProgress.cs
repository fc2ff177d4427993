using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>What has been seen of one stream. Looking at a piece allocates nothing unless it carries usage or a tool call.</summary>
internal sealed class StreamProgress
{
    private ToolCallFragments? _fragments;
    private string? _signature;
    private TokenCounter _counter;
    private List<Microsoft.Extensions.AI.FunctionCallContent>? _whole;

    /// <summary>Text or reasoning has come.</summary>
    public bool HasText { get; private set; }

    /// <summary>A piece of a tool call has come; from then on everything is held until the calls are whole.</summary>
    public bool HasToolCall { get; private set; }

    /// <summary>Something else that a caller may be waiting for has come (an image, a citation).</summary>
    public bool HasOther { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The provider's own word for the end; null if it is the same or unknown.</summary>
    public string? NativeFinishReason { get; private set; }

    /// <summary>The answer has ended, and not as a whole one does.</summary>
    public bool HasBadEnd => FinishReason is { } reason && !FinishReasons.IsGood(reason);

    public TokenUsage? Usage { get; private set; }

    /// <summary>Our own count, for where the provider tells none.</summary>
    public long EstimatedOutput => _counter.Total;

    public AnswerRemarks Remarks { get; private set; }

    public void Add(in AnswerChunk chunk)
    {
        if (chunk.Native is StreamingChatMessageContent content)
        {
            Add(content);
        }
        else if (chunk.Native is ChatResponseUpdate update)
        {
            Add(update);
        }
    }

    /// <summary>A provider's signature under reasoning, once.</summary>
    public string? TakeSignature()
    {
        var signature = _signature;
        _signature = null;
        return string.IsNullOrEmpty(signature) ? null : signature;
    }

    /// <summary>The tool calls that came in fragments, put together. One whose arguments are not a JSON object carries an exception.</summary>
    public IReadOnlyList<Microsoft.SemanticKernel.FunctionCallContent> ToolCalls() =>
        _fragments?.Build() ?? [];

    /// <summary>The name of a tool that was called with arguments that are not a JSON object; null if there is none.</summary>
    public string? BrokenCall() =>
        _whole?.Find(call => call.Exception is not null)?.Name
        ?? _fragments?.Build().FirstOrDefault(call => call.Exception is not null)?.FunctionName;

    /// <summary>Names of the tools that were called.</summary>
    public IReadOnlyList<string> CalledTools() =>
        HasToolCall
            ?
            [
                .. _whole?.Select(call => call.Name) ?? [],
                .. _fragments
                    ?.Build()
                    .Select(call => ToolNames.Join(call.PluginName, call.FunctionName))
                    ?? [],
            ]
            : [];

    private void Add(StreamingChatMessageContent content)
    {
        var items = content.Items;
        for (var i = 0; i < items.Count; i++)
        {
            switch (items[i])
            {
                case StreamingTextContent text:
                    AddText(text.Text);
                    break;
                case StreamingReasoningContent reasoning:
                    AddText(reasoning.Text);
                    break;
                case StreamingFunctionCallUpdateContent call:
                    HasToolCall = true;
                    _counter.Add(call.Name);
                    _counter.Add(call.Arguments);
                    (_fragments ??= new()).Add(call);
                    break;
                default:
                    HasOther = true;
                    break;
            }
        }

        if (content.Metadata is { } metadata)
        {
            AddText(AnswerMetadata.Refusal(metadata));
            FinishReason = AnswerMetadata.FinishReason(metadata) ?? FinishReason;
            if (UsageReader.Read(AnswerMetadata.Usage(metadata)) is { } usage)
            {
                Usage = usage;
                AddTier(content.InnerContent);
            }
        }
    }

    private void Add(ChatResponseUpdate update)
    {
        var contents = update.Contents;
        BrokenArguments.Repair(contents);
        for (var i = 0; i < contents.Count; i++)
        {
            switch (contents[i])
            {
                case Microsoft.Extensions.AI.TextContent text:
                    AddText(text.Text);
                    break;
                case TextReasoningContent reasoning:
                    AddText(reasoning.Text);
                    _signature = reasoning.ProtectedData ?? _signature;
                    break;
                case Microsoft.Extensions.AI.FunctionCallContent call:
                    HasToolCall = true;
                    (_whole ??= []).Add(call);
                    AddCall(call);
                    break;
                case UsageContent usage:
                    Usage = UsageReader.Read(usage.Details) ?? Usage;
                    AddTier(update.RawRepresentation);
                    break;
                case ErrorContent when Refusals.Text(contents[i]) is { } refusal:
                    AddText(refusal);
                    break;
                case ErrorContent error:
                    throw AnswerCheck.ErrorInAnswer(error);
                default:
                    HasOther = true;
                    break;
            }
        }

        FinishReason = FinishReasons.Normalise(update.FinishReason?.Value) ?? FinishReason;
        if (update.AdditionalProperties is { } properties)
        {
            Remarks = Remarks.With(AnswerRemarks.Read(properties));
            NativeFinishReason =
                AnswerMetadata.NativeFinishReason(properties) ?? NativeFinishReason;
        }
    }

    private void AddCall(Microsoft.Extensions.AI.FunctionCallContent call)
    {
        _counter.Add(call.Name);
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            _counter.Add(name);
            _counter.Add(value?.ToString());
        }
    }

    /// <summary>SDKs name the tier on their own objects only; the piece that carries the usage is one of them.</summary>
    private void AddTier(object? raw) =>
        Remarks = Remarks with { Tier = Remarks.Tier ?? SdkServiceTier.Of(raw) };

    private void AddText(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            HasText = true;
            _counter.Add(text);
        }
    }
}
