using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Responses;

/// <summary>Writes what a user or a tool says: a plain string where that says it all, else parts.</summary>
internal sealed class ResponsesParts(Speaker speaker, RequestNotes notes)
{
    public JsonNode Write(IList<AIContent> contents)
    {
        if (contents.Count == 0)
        {
            return "";
        }
        if (contents is [TextContent single] && IsPlainText(single))
        {
            return single.Text;
        }
        var parts = new JsonArray();
        foreach (var content in contents)
        {
            if (Part(content) is { } part)
            {
                if (part["detail"] is not null && ContentNames.Detail(content) is { } detail)
                {
                    part["detail"] = detail;
                }
                ProviderExtras.Write(part, content.AdditionalProperties, speaker);
                parts.Add(part);
            }
            else
            {
                notes.Left(ContentNames.Of(content));
            }
        }
        return parts;
    }

    private bool IsPlainText(AIContent content) =>
        content is TextContent && !ProviderExtras.Any(content.AdditionalProperties, speaker);

    private JsonObject? Part(AIContent content) =>
        content switch
        {
            TextContent text => new() { ["type"] = "input_text", ["text"] = text.Text },
            DataContent data when data.HasTopLevelMediaType("image") => Image(
                "image_url",
                data.Uri
            ),
            DataContent data when ContentNames.Kind(data.MediaType) is "file" => new()
            {
                ["type"] = "input_file",
                ["filename"] = FileNames.Of(data),
                ["file_data"] = data.Uri,
            },
            UriContent link when link.HasTopLevelMediaType("image") => Image(
                "image_url",
                link.Uri.OriginalString
            ),
            UriContent link when ContentNames.Kind(link.MediaType) is "file" => Linked(link),
            HostedFileContent file when !file.IsKnownTo(speaker) => throw notes.Refused(
                ContentNames.Of(file)
            ),
            HostedFileContent file when file.HasTopLevelMediaType("image") => Image(
                "file_id",
                file.FileId
            ),
            DataContent or UriContent => throw notes.Refused(ContentNames.Of(content)),
            HostedFileContent file => new() { ["type"] = "input_file", ["file_id"] = file.FileId },
            ProviderContent own when speaker.IsCalled(own.Provider) => WireJson.Node(own.Block)
                as JsonObject,
            _ => null,
        };

    private static JsonObject Linked(UriContent link)
    {
        var part = new JsonObject
        {
            ["type"] = "input_file",
            ["file_url"] = link.Uri.OriginalString,
        };
        if (FileNames.Given(link) is { } name)
        {
            part["filename"] = name;
        }
        return part;
    }

    private static JsonObject Image(string name, string value) =>
        new()
        {
            ["type"] = "input_image",
            [name] = value,
            ["detail"] = "auto",
        };
}
