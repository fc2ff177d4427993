using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Api;

/// <summary>Reads pictures, sounds and files.</summary>
internal static class MediaReader
{
    private const string DataScheme = "data:";

    /// <summary>What is at an address, which may hold it itself.</summary>
    public static AIContent Linked(JsonField url, string mediaType)
    {
        var text = url.AsText();
        if (text.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return new DataContent(text);
            }
            catch (Exception exception) when (exception is UriFormatException or ArgumentException)
            {
                throw url.Wrong("a data URI such as data:image/png;base64,...");
            }
        }

        // The provider fetches it, not this server.
        return
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" or "gs"
            ? new UriContent(address, mediaType)
            : throw url.Wrong("an http(s) address or a data URI");
    }

    /// <summary>Gives a content the name of its file.</summary>
    public static AIContent Named(AIContent content, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return content;
        }

        if (content is DataContent data)
        {
            data.Name = name;
        }
        else
        {
            (content.AdditionalProperties ??= [])[ProtocolFields.FileName] = name;
        }

        return content;
    }

    /// <summary>A file that was uploaded to a provider: others do not know its id.</summary>
    public static HostedFileContent Uploaded(string id, string protocol, string? name = null) =>
        new(id)
        {
            Name = name,
            AdditionalProperties = new() { [ProtocolFields.Origin] = protocol },
        };

    public static DataContent Data(JsonField base64, string mediaType)
    {
        try
        {
            return new DataContent(Convert.FromBase64String(base64.AsText()), mediaType);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw base64.Wrong("base64");
        }
    }
}
