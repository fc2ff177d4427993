using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads what a message or a tool's result says: a text, or parts.</summary>
internal static class ResponsesPartReader
{
    private static readonly string[] TextMembers = ["type", "text", "annotations", "logprobs"];
    private static readonly string[] MediaMembers =
    [
        "type",
        "image_url",
        "file_id",
        "file_url",
        "file_data",
        "filename",
    ];

    private static readonly string[] ImageMembers = [.. MediaMembers, "detail"];

    public static List<AIContent> Read(JsonField content) =>
        content.IsText ? [new TextContent(content.AsText())] : [.. content.Items().Select(Part)];

    /// <summary>A picture, by its address, its data or the id of a file.</summary>
    public static AIContent Image(JsonField part)
    {
        AIContent content = part.TextOf("file_id") is { } id
            ? Uploaded(id)
            : MediaReader.Linked(part.Required("image_url"), "image/*");
        ResponsesItemFields.Carry(part, content, ImageMembers);
        if (part.TextOf("detail") is { } detail)
        {
            // Chat clients of Microsoft.Extensions.AI look for it under this name too.
            (content.AdditionalProperties ??= [])["detail"] = detail;
        }

        return content;
    }

    private static HostedFileContent Uploaded(string id)
    {
        var file = MediaReader.Uploaded(id, WireProtocols.Responses);
        file.MediaType = "image/*";
        return file;
    }

    private static AIContent Part(JsonField part)
    {
        var type = part.AsObject().RequiredText("type");
        switch (type)
        {
            case "input_text" or "output_text" or "text":
                var text = new TextContent(part.RequiredText("text"));
                ResponsesItemFields.Carry(part, text, TextMembers);
                return text;
            case "refusal":
                return new ErrorContent(part.RequiredText("refusal")) { ErrorCode = "Refusal" };
            case "input_image":
                return Image(part);
            case "input_file":
                var file = File(part);
                ResponsesItemFields.Carry(part, file, MediaMembers);
                return file;
            default:
                return new ProviderContent(WireProtocols.Responses, part.Value.Clone());
        }
    }

    private static AIContent File(JsonField part)
    {
        var name = part.TextOf("filename");
        if (part.TextOf("file_id") is { } id)
        {
            return MediaReader.Uploaded(id, WireProtocols.Responses, name);
        }

        var source = part.Member("file_url") ?? part.Required("file_data");
        var content = MediaReader.Linked(source, "application/pdf");
        return MediaReader.Named(content, name);
    }
}
