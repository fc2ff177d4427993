using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.ChatCompletions;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Relay;

namespace SkRouter.Connectors.Relay;

/// <summary>
/// Passes a client's own body on to one model of one provider, where it is what would be written from what was read of it: the model's name apart, and
/// the name of a field that providers call differently.
/// </summary>
internal sealed class ChatRelay
{
    private static readonly byte[] AskForUsage =
        "\"stream_options\":{\"include_usage\":true},"u8.ToArray();

    private readonly ChatCompletionsDialect _dialect;
    private readonly ModelRules _rules;
    private readonly byte[] _model;
    private readonly byte[] _modelField;
    private readonly byte[] _outputLimit;
    private readonly string _modelId;
    private readonly bool _refusesSampling;
    private readonly bool _isPossible;

    public ChatRelay(
        ChatCompletionsDialect dialect,
        ProviderOptions deployment,
        string modelId,
        ModelRules rules
    )
    {
        _rules = rules;
        _dialect = dialect;
        _modelId = modelId;
        _model = JsonSerializer.SerializeToUtf8Bytes(modelId);
        _modelField = [.. "\"model\":"u8, .. _model, .. ","u8];
        _outputLimit = Encoding.UTF8.GetBytes(dialect.MaxTokens);
        // No plain request asks for more reasoning or less.
        _refusesSampling =
            dialect.HasOpenAIModels && OpenAIModel.RefusesSampling(new() { ModelId = modelId });
        // What a deployment adds to each request is written with the rest.
        _isPossible = deployment.Parameters.Count == 0 && !rules.NoSystem;
    }

    public string Path => _dialect.Path;

    /// <returns>Null if the request is to be written.</returns>
    public RelayContent? Of(
        RelayedRequest request,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    )
    {
        if (
            !_isPossible
            || request.Streamed != streaming
            || request.AsksForUsage && !_dialect.AsksForStreamUsage
            || options.ModelId is { } asked && asked != _modelId
            || options.AdditionalProperties is { Count: > 0 }
            || !Fits(options)
            || !request.StillSays(messages, options)
        )
        {
            return null;
        }

        return new(request.Body, Edits(request));
    }

    private bool Fits(ChatOptions options)
    {
        var samples =
            options.Temperature is not null
            || options.TopP is not null
            || options.FrequencyPenalty is not null
            || options.PresencePenalty is not null;
        return !(samples && _refusesSampling)
            && (options.Seed is null || _dialect.Seed == "seed" && Has("seed"))
            && (options.TopK is null || Has("top_k"))
            && (options.FrequencyPenalty is null || Has("frequency_penalty"))
            && (options.PresencePenalty is null || Has("presence_penalty"));

        bool Has(string field) => !_dialect.Lacks.Contains(field) && _rules.Takes(field);
    }

    private List<(int At, int Length, ReadOnlyMemory<byte> Instead)> Edits(RelayedRequest request)
    {
        var edits = new List<(int, int, ReadOnlyMemory<byte>)>(3);
        var begin = request.Body.Bytes.Span.IndexOf((byte)'{') + 1;
        if (request is { Streamed: true, AsksForUsage: false } && _dialect.AsksForStreamUsage)
        {
            edits.Add((begin, 0, AskForUsage));
        }

        if (request.Model is null)
        {
            edits.Add((begin, 0, _modelField));
        }

        var (first, second) = (
            Edit(request.Model, _model),
            Edit(request.OutputLimit, _outputLimit)
        );
        if (first is { } one && second is { } other && other.At < one.At)
        {
            (first, second) = (second, first);
        }

        Add(first);
        Add(second);
        return edits;

        void Add((int At, int Length, ReadOnlyMemory<byte> Instead)? edit)
        {
            if (edit is { } some)
            {
                edits.Add(some);
            }
        }
    }

    private static (int At, int Length, ReadOnlyMemory<byte> Instead)? Edit(
        Range? place,
        byte[] instead
    ) =>
        place is { } range
            ? (range.Start.Value, range.End.Value - range.Start.Value, instead)
            : null;
}
