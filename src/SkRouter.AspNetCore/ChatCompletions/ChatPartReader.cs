using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads the content of a message: a text, or parts.</summary>
internal static class ChatPartReader
{
    public static List<AIContent> Read(JsonField content) =>
        content.IsText ? [new TextContent(content.AsText())] : [.. content.Items().Select(Part)];

    private static AIContent Part(JsonField part)
    {
        var type = part.AsObject().Required("type");
        return type.AsText() switch
        {
            "text" => new TextContent(part.RequiredText("text")),
            "refusal" => new ErrorContent(part.RequiredText("refusal")) { ErrorCode = "Refusal" },
            "image_url" => Image(part.Required("image_url")),
            "input_audio" => Audio(part.Required("input_audio")),
            "file" => File(part.Required("file")),
            _ => throw type.Wrong("text, image_url, input_audio or file"),
        };
    }

    private static AIContent Image(JsonField image)
    {
        // The object is OpenAI's form; some servers take the bare address, and so do some clients.
        var url = image.IsText ? image : image.Required("url");
        return MediaReader.Linked(url, "image/*");
    }

    private static DataContent Audio(JsonField audio) =>
        MediaReader.Data(audio.Required("data"), $"audio/{audio.RequiredText("format")}");

    private static AIContent File(JsonField file)
    {
        if (file.TextOf("file_id") is { } id)
        {
            return new HostedFileContent(id);
        }

        var content = MediaReader.Linked(file.Required("file_data"), "application/pdf");
        if (content is DataContent data && file.TextOf("filename") is { } name)
        {
            data.Name = name;
        }

        return content;
    }
}
