using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Protocols;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Finds which kinds of media a request holds, so that only deployments whose connector can send them are asked.</summary>
internal static class MediaNeeds
{
    public static MediaKinds Of(ModelRequest request)
    {
        var kinds = MediaKinds.None;
        if (request.IsSemanticKernel)
        {
            foreach (var message in request.History)
            {
                var items = message.Items;
                for (var i = 0; i < items.Count; i++)
                {
                    kinds |= Of(items[i]);
                }
            }

            return kinds;
        }

        foreach (var message in request.Messages)
        {
            kinds |= Of(message.Contents);
        }

        return kinds;
    }

    private static MediaKinds Of(IEnumerable<AIContent> contents)
    {
        var kinds = MediaKinds.None;
        foreach (var content in contents)
        {
            kinds |= content switch
            {
                DataContent data => Of(data.MediaType, isLinked: false),
                UriContent link => Of(link.MediaType, isLinked: true),
                _ => MediaKinds.None,
            };
        }

        return kinds;
    }

    private static MediaKinds Of(KernelContent item) =>
        item switch
        {
            ImageContent => MediaKinds.None,
            AudioContent audio => audio.DataUri is null ? MediaKinds.LinkedAudio : MediaKinds.Audio,
            BinaryContent { MimeType: { } type } binary => Of(type, binary.DataUri is null),
            _ => MediaKinds.None,
        };

    private static MediaKinds Of(string mediaType, bool isLinked)
    {
        var slash = mediaType.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? mediaType.AsSpan() : mediaType.AsSpan(0, slash);
        return kind.Equals("image", StringComparison.OrdinalIgnoreCase)
            || kind.Equals("text", StringComparison.OrdinalIgnoreCase) && !isLinked
            || mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) && !isLinked
                ? MediaKinds.None
            : kind.Equals("audio", StringComparison.OrdinalIgnoreCase)
                ? isLinked ? MediaKinds.LinkedAudio
                    : MediaKinds.Audio
            : kind.Equals("video", StringComparison.OrdinalIgnoreCase) ? MediaKinds.Video
            : isLinked ? MediaKinds.LinkedFile
            : MediaKinds.File;
    }
}
