using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads the content of a message: a text, or parts.</summary>
internal static class ChatPartReader
{
    private const string Protocol = WireProtocols.ChatCompletions;

    private static readonly Dictionary<string, HashSet<string>> Known = new(StringComparer.Ordinal)
    {
        ["text"] = new(StringComparer.Ordinal) { "type", "text" },
        ["image_url"] = new(StringComparer.Ordinal) { "type", "image_url" },
        ["input_audio"] = new(StringComparer.Ordinal) { "type", "input_audio" },
        ["video_url"] = new(StringComparer.Ordinal) { "type", "video_url" },
        ["file"] = new(StringComparer.Ordinal) { "type", "file" },
    };

    private static readonly HashSet<string> KnownOfImage = new(StringComparer.Ordinal)
    {
        "url",
        "detail",
    };

    private static readonly HashSet<string> KnownOfVideo = new(StringComparer.Ordinal) { "url" };

    public static List<AIContent> Read(JsonField content) =>
        content.IsText ? [new TextContent(content.AsText())] : [.. content.Items().Select(Part)];

    public static AIContent Part(JsonField part)
    {
        var type = part.AsObject().RequiredText("type");
        AIContent? read = type switch
        {
            "text" => new TextContent(part.RequiredText("text")),
            "refusal" => new ErrorContent(part.RequiredText("refusal")) { ErrorCode = "Refusal" },
            "image_url" => Image(part.Required(type)),
            "input_audio" => Audio(part.Required(type)),
            "video_url" => Linked(part.Required(type), type, "video/*", KnownOfVideo),
            "file" => File(part.Required(type)),
            _ => null,
        };
        if (read is null)
        {
            // Only servers of this protocol can know what it is.
            return new ProviderContent(Protocol, part.Value.Clone());
        }

        return Known.TryGetValue(type, out var known) ? read.With(part, Protocol, known) : read;
    }

    private static AIContent Image(JsonField image)
    {
        var content = Linked(image, "image_url", "image/*", KnownOfImage);
        if (image.IsObject && image.TextOf("detail") is { } detail)
        {
            // Chat clients of Microsoft.Extensions.AI look for it under this name too.
            (content.AdditionalProperties ??= [])["detail"] = detail;
        }

        return content;
    }

    /// <summary>The object is OpenAI's form; some servers take the bare address, and so do some clients.</summary>
    private static AIContent Linked(
        JsonField given,
        string name,
        string mediaType,
        HashSet<string> known
    )
    {
        var content = MediaReader.Linked(given.IsText ? given : given.Required("url"), mediaType);
        var carried = content.AdditionalProperties;
        CarriedFields.AddRest(ref carried, given, Protocol, name, known);
        content.AdditionalProperties = carried;
        return content;
    }

    private static DataContent Audio(JsonField audio) =>
        MediaReader.Data(audio.Required("data"), MediaTypeOf(audio.RequiredText("format")));

    /// <summary>Chat clients of Microsoft.Extensions.AI know MP3 by its registered type only.</summary>
    private static string MediaTypeOf(string format) =>
        format == "mp3" ? "audio/mpeg" : $"audio/{format}";

    private static AIContent File(JsonField file)
    {
        if (file.TextOf("file_id") is { } id)
        {
            return MediaReader.Uploaded(id, Protocol, file.TextOf("filename"));
        }

        return MediaReader.Named(
            MediaReader.Linked(file.Required("file_data"), "application/pdf"),
            file.TextOf("filename")
        );
    }
}
