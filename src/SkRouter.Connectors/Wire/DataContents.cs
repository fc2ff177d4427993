using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

internal static class DataContents
{
    /// <summary>Reads media from base64.</summary>
    /// <returns>Null if it is none, or if the media type is no media type.</returns>
    public static DataContent? Read(string base64, string? mediaType)
    {
        try
        {
            return new(Convert.FromBase64String(base64), mediaType ?? "application/octet-stream");
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return null;
        }
    }
}
