using System.Globalization;
using System.Text.Json;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ModelList;

/// <summary>Lists models in Anthropic's shape, for clients that say which version of its API they speak.</summary>
internal static class AnthropicModels
{
    private const int UsualLimit = 20;
    private const int HighestLimit = 1_000;

    public static bool AreMeant(ApiCall call) =>
        call.Http.Request.Headers.ContainsKey("anthropic-version");

    public static Task ListAsync(ApiCall call, IReadOnlyList<string> models)
    {
        var query = call.Http.Request.Query;
        var limit =
            int.TryParse(
                query["limit"],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var asked
            ) && asked is >= 1 and <= HighestLimit
                ? asked
                : UsualLimit;
        var rest = models.AsEnumerable();
        if (query["after_id"] is [{ Length: > 0 } after])
        {
            rest = rest.SkipWhile(id => id != after).Skip(1);
        }

        var left = rest.ToList();
        var page = left.Take(limit).ToList();
        return JsonAnswer.WriteAsync(
            call,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("data");
                foreach (var id in page)
                {
                    Write(json, id);
                }

                json.WriteEndArray();
                json.WriteString("first_id", page.FirstOrDefault());
                json.WriteBoolean("has_more", left.Count > page.Count);
                json.WriteString("last_id", page.LastOrDefault());
                json.WriteEndObject();
            }
        );
    }

    public static void Write(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("type", "model");
        json.WriteString("id", id);
        json.WriteString("display_name", id);
        // Since when a model is offered is not known; clients want a time here, and Anthropic's own word for this one is the epoch.
        json.WriteString("created_at", "1970-01-01T00:00:00Z");
        json.WriteEndObject();
    }
}
