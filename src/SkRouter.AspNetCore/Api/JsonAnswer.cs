using System.Text.Json;

namespace SkRouter.AspNetCore.Api;

/// <summary>Answers with one JSON value.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";

    public static async Task WriteAsync(ApiCall call, Action<Utf8JsonWriter> write)
    {
        var response = call.Http.Response;
        response.ContentType = ContentType;
        using (var json = new Utf8JsonWriter(response.BodyWriter, ApiJson.Options))
        {
            write(json);
        }

        await response.BodyWriter.FlushAsync(call.Aborted).ConfigureAwait(false);
    }
}
