using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;
using SkRouter.Spend;

namespace SkRouter.Routing;

/// <summary>One piece of a streamed answer, in the form its deployment gave it; the other form is made on request.</summary>
public readonly struct AnswerChunk : IEquatable<AnswerChunk>
{
    private readonly object? _native;

    /// <summary>A piece in Semantic Kernel's form.</summary>
    /// <param name="content">The piece.</param>
    public AnswerChunk(StreamingChatMessageContent content) => _native = content;

    /// <summary>A piece in Microsoft.Extensions.AI's form.</summary>
    /// <param name="update">The piece.</param>
    public AnswerChunk(ChatResponseUpdate update) => _native = update;

    /// <summary>Its text; empty if it has none.</summary>
    public string Text =>
        _native switch
        {
            StreamingChatMessageContent content => content.Content ?? "",
            ChatResponseUpdate update => update.Text,
            _ => "",
        };

    /// <summary>Why the answer ended, on the piece that says so; else null.</summary>
    public string? FinishReason =>
        _native switch
        {
            StreamingChatMessageContent content => AnswerMetadata.FinishReason(content.Metadata),
            ChatResponseUpdate update => FinishReasons.Normalise(update.FinishReason?.Value),
            _ => null,
        };

    /// <summary>What the answer consumed, on the piece that says so; else null.</summary>
    public TokenUsage? Usage =>
        _native switch
        {
            StreamingChatMessageContent content => UsageReader.Read(
                AnswerMetadata.Usage(content.Metadata)
            ),
            ChatResponseUpdate update => UsageReader.Read(UsageIn(update)),
            _ => null,
        };

    internal object? Native => _native;

    /// <summary>The piece as Semantic Kernel has it.</summary>
    public StreamingChatMessageContent ToStreamingContent()
    {
        var firstCall = 0;
        return _native as StreamingChatMessageContent
            ?? ToStreamingContents.Convert((ChatResponseUpdate)_native!, ref firstCall);
    }

    /// <summary>The piece as Microsoft.Extensions.AI has it. Fragments of a tool call are joined by the router before this is called.</summary>
    public ChatResponseUpdate ToUpdate() =>
        _native as ChatResponseUpdate ?? ToUpdates.Convert((StreamingChatMessageContent)_native!);

    /// <inheritdoc/>
    public bool Equals(AnswerChunk other) => ReferenceEquals(_native, other._native);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AnswerChunk other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _native?.GetHashCode() ?? 0;

    /// <summary>Whether two values are the same piece.</summary>
    public static bool operator ==(AnswerChunk left, AnswerChunk right) => left.Equals(right);

    /// <summary>Whether two values are different pieces.</summary>
    public static bool operator !=(AnswerChunk left, AnswerChunk right) => !left.Equals(right);

    private static UsageDetails? UsageIn(ChatResponseUpdate update)
    {
        foreach (var item in update.Contents)
        {
            if (item is UsageContent usage)
            {
                return usage.Details;
            }
        }

        return null;
    }
}
