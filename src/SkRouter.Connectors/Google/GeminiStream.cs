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
        yield return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            FinishReason = GeminiAnswer.Finish(data, candidate, _calls > 0),
            RawRepresentation = data,
            AdditionalProperties = GeminiAnswer.WithRest(
                GeminiAnswer.Extras(null, GeminiAnswer.ReasonOf(data, candidate)),
                data,
                candidate
            ),
        };
    }

    public IEnumerable<ChatResponseUpdate> Complete()
    {
        if (GeminiUsage.Read(_usage) is not { } details)
        {
            yield break;
        }
        var extras = GeminiAnswer.Extras(_usage, null);
        var usage = new UsageContent(details)
        {
            RawRepresentation = _usage,
            AdditionalProperties = extras,
        };
        yield return new ChatResponseUpdate(ChatRole.Assistant, [usage])
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            AdditionalProperties = extras,
        };
    }
}
