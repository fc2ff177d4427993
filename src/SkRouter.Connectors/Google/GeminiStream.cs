using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Google;

/// <summary>Reads the pieces of a streamed answer. Each repeats the usage so far, so only the last counts.</summary>
internal sealed class GeminiStream(string provider) : IWireStream
{
    private JsonElement? _usage;
    private string? _id;
    private string? _model;
    private readonly GeminiSources _sources = new();
    private ChatFinishReason? _finish;
    private string? _reason;
    private int _calls;

    public IEnumerable<ChatResponseUpdate> Read(JsonElement data)
    {
        _id ??= data.Text("responseId");
        _model ??= data.Text("modelVersion");
        _usage = data.Member("usageMetadata") ?? _usage;
        var candidate = data.Items("candidates").FirstOrDefault();
        var contents = GeminiAnswer
            .Parts(candidate)
            .SelectMany(part => GeminiAnswer.Contents(part, provider, _id, ref _calls))
            .ToList();
        _sources.Cite(contents, candidate);
        if (AnswerLogprobs.OfGemini(candidate.Member("logprobsResult")) is { } logprobs)
        {
            AnswerLogprobs.PutList(contents, logprobs);
        }
        _reason = GeminiAnswer.ReasonOf(data, candidate) ?? _reason;
        _finish = GeminiAnswer.Finish(data, candidate, _calls > 0) ?? _finish;
        yield return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            RawRepresentation = data,
            AdditionalProperties = GeminiAnswer.WithRest(
                GeminiAnswer.Extras(null, GeminiAnswer.ReasonOf(data, candidate)),
                data,
                candidate
            ),
        };
    }

    /// <summary>Some models give a reason to stop with every piece, and go on: only the last one ends the answer.</summary>
    public IEnumerable<ChatResponseUpdate> Complete()
    {
        var extras = GeminiAnswer.Extras(_usage, _reason);
        var update = new ChatResponseUpdate(ChatRole.Assistant, (IList<AIContent>?)null)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            FinishReason =
                _calls > 0 && _finish == ChatFinishReason.Stop
                    ? ChatFinishReason.ToolCalls
                    : _finish,
            AdditionalProperties = extras,
        };
        if (GeminiUsage.Read(_usage) is { } details)
        {
            update.Contents.Add(
                new UsageContent(details)
                {
                    RawRepresentation = _usage,
                    AdditionalProperties = extras,
                }
            );
        }
        return update.FinishReason is null && update.Contents.Count == 0 ? [] : [update];
    }
}
