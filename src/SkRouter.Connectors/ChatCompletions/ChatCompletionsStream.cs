using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Reads the chunks of a streamed chat completion. Tool calls are held until their arguments are complete.</summary>
internal sealed class ChatCompletionsStream(string provider) : IWireStream
{
    private readonly StreamedToolCalls _calls = new();
    private readonly ReasoningDetails _details = new();
    private bool _finished;
    private string? _id;
    private TextChunkTemplate? _template;
    private uint _misses;

    /// <summary>Chunks of a stream are alike: what the last one of its kind looked like is remembered. Where they are not, it is tried ever more seldom.</summary>
    public ChatResponseUpdate? ReadText(ReadOnlySpan<byte> data)
    {
        if (_details.Any)
        {
            // They go before the text that follows them: the other reader sees to that.
            return null;
        }
        if (_template?.Read(data) is { } text)
        {
            _misses = 0;
            return Update(_template, text);
        }
        if (!BitOperations.IsPow2(++_misses) || TextChunkTemplate.Learn(data) is not { } learned)
        {
            return null;
        }
        _template = learned;
        return learned.Read(data) is { } first ? Update(learned, first) : null;
    }

    public IEnumerable<ChatResponseUpdate> Read(JsonElement data)
    {
        var choice = ChatCompletionsExtras.FirstChoice(data);
        var contents = Contents(choice.Member("delta") ?? choice.Member("message")).ToList();
        AnswerLogprobs.Put(contents, choice.Member("logprobs"));
        var finish = ChatCompletionsAnswer.Finish(choice.Text("finish_reason"));
        if (finish is not null && !_finished)
        {
            _finished = true;
            contents.AddRange(Held());
        }
        var usage = data.Member("usage") ?? data.Member("x_groq").Member("usage");
        if (ChatCompletionsUsage.Read(usage) is { } details)
        {
            contents.Add(
                new UsageContent(details)
                {
                    RawRepresentation = usage,
                    AdditionalProperties = ChatCompletionsAnswer.Extras(data, choice, usage),
                }
            );
        }
        // Groq's last chunks carry a placeholder in place of the id.
        _id ??= data.Text("id");
        yield return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = data.Text("model"),
            FinishReason = finish,
            CreatedAt = data.Count("created") is { } seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            AdditionalProperties = ChatCompletionsAnswer.Extras(data, choice, usage),
            RawRepresentation = data,
        };
    }

    private ChatResponseUpdate Update(TextChunkTemplate template, string text)
    {
        _id ??= template.Id;
        return new()
        {
            Role = ChatRole.Assistant,
            Contents =
                text.Length == 0 ? []
                : template.IsReasoning
                    ? [ReasoningMember.Content(text, template.IsShortName, provider)]
                : [new TextContent(text)],
            ResponseId = _id,
            MessageId = _id,
            ModelId = template.Model,
            CreatedAt = template.Created,
        };
    }

    /// <summary>Calls of a stream that never finished may be torn: they are not released. Those that came after the finish reason are.</summary>
    public IEnumerable<ChatResponseUpdate> Complete() =>
        _finished && _calls.Any
            ? [new(ChatRole.Assistant, [.. Held()]) { ResponseId = _id, MessageId = _id }]
            : [];

    private IEnumerable<AIContent> Contents(JsonElement? delta)
    {
        if (delta is not { } piece)
        {
            yield break;
        }
        foreach (var block in piece.Items("reasoning_details"))
        {
            _details.Add(block);
        }
        if (ReasoningMember.Read(piece, provider) is { } thought)
        {
            yield return thought;
        }
        foreach (var content in ChatCompletionsAnswer.Said(piece.Member("content"), provider))
        {
            // What belongs to the reasoning goes before the text that follows it.
            if (content is TextContent && Details() is { } details)
            {
                yield return details;
            }
            yield return content;
        }
        foreach (var image in piece.Items("images"))
        {
            if (ChatCompletionsAnswer.Image(image) is { } picture)
            {
                yield return picture;
            }
        }
        if (Citations.Read(piece.Items("annotations")) is { } citations)
        {
            yield return new TextContent("") { Annotations = citations };
        }
        // A stream has one format only.
        if (
            piece.Member("audio") is { } audio
            && ChatCompletionsAnswer.Audio(audio, "audio/pcm") is { } sound
        )
        {
            yield return sound;
        }
        if (piece.Text("refusal") is { Length: > 0 } refusal)
        {
            yield return new ErrorContent(refusal) { ErrorCode = "Refusal" };
        }
        foreach (var call in piece.Items("tool_calls"))
        {
            _calls.Add(call);
        }
        if (piece.Member("function_call") is { } only)
        {
            _calls.AddOnly(only);
        }
    }

    private IEnumerable<AIContent> Held()
    {
        if (Details() is { } details)
        {
            yield return details;
        }
        foreach (var call in _calls.Take())
        {
            yield return call;
        }
    }

    private TextReasoningContent? Details() =>
        _details.Take() is { } details
            ? new TextReasoningContent("") { ProtectedData = details }.Mark(provider)
            : null;
}
