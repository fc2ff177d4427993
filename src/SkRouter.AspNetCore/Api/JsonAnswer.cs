using System.Text.Json;

namespace SkRouter.AspNetCore.Api;

/// <summary>Answers with one JSON value.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <param name="call">The request.</param>
    /// <param name="write">Writes the value.</param>
    /// <param name="losses">What the value could not say, once it is written.</param>
    public static async Task WriteAsync(
        ApiCall call,
        Action<Utf8JsonWriter> write,
        AnswerLosses? losses = null
    )
    {
        var response = call.Http.Response;
        response.ContentType = ContentType;
        using (var json = new Utf8JsonWriter(response.BodyWriter, ApiJson.Options))
        {
            write(json);
        }

        if (losses is { Names.Count: > 0 })
        {
            AnswerHeaders.WriteIgnored(response, losses.Names);
        }

        await response.BodyWriter.FlushAsync(call.Aborted).ConfigureAwait(false);
    }
}
