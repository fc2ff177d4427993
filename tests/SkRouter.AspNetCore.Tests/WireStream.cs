using System.Text.Json;

namespace SkRouter.AspNetCore.Tests;

/// <summary>The events of a streamed answer, as they were on the wire.</summary>
/// <param name="Names">The names of the events that have one.</param>
/// <param name="Data">The data of all events.</param>
/// <param name="Clean">Whether the connection was ended and not cut.</param>
internal sealed record WireStream(
    IReadOnlyList<string> Names,
    IReadOnlyList<JsonElement> Data,
    bool Clean
)
{
    public static async Task<WireStream> AskAsync(ApiServer server, string path, string body)
    {
        var (names, data, clean) = (new List<string>(), new List<JsonElement>(), true);
        using var response = await server.PostAsync(path, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    names.Add(line[7..]);
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    data.Add(JsonElement.Parse(line[6..]));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            clean = false;
        }

        return new(names, data, clean);
    }
}
