using System.Text;
using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>
/// Represents an image, audio or a file in a streamed answer. Semantic Kernel has no streamed content of these kinds; a chat client that streams one is
/// read as this item of a <see cref="StreamingChatMessageContent"/>.
/// </summary>
public sealed class StreamingMediaContent : StreamingKernelContent
{
    internal StreamingMediaContent(BinaryContent content, string? modelId)
        : base(content, choiceIndex: 0, modelId, content.Metadata) => Content = content;

    /// <summary>Gets the content: an <see cref="ImageContent"/>, an <see cref="AudioContent"/>, or a <see cref="BinaryContent"/> of another type.</summary>
    public BinaryContent Content { get; }

    /// <inheritdoc/>
    public override byte[] ToByteArray() =>
        Content.Data?.ToArray() ?? Encoding.UTF8.GetBytes(ToString());

    /// <summary>Returns the address, as a data URI where the content holds the bytes.</summary>
    public override string ToString() => Content.DataUri ?? Content.Uri?.ToString() ?? "";
}
