using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary><c>GET</c> and <c>DELETE /v1/responses/{id}</c>, and <c>GET /v1/responses/{id}/input_items</c>.</summary>
internal sealed class StoredResponsesEndpoint(ResponsesStorage storage)
{
    private const int UsualLimit = 20;
    private const int HighestLimit = 100;

    public async Task GetAsync(ApiCall call)
    {
        var found = await storage.FindAsync(call, IdOf(call)).ConfigureAwait(false);
        await JsonAnswer
            .WriteAsync(call, json => json.WriteRawValue(found.Response.Span))
            .ConfigureAwait(false);
    }

    public async Task DeleteAsync(ApiCall call)
    {
        var id = IdOf(call);
        await storage.DeleteAsync(call, id).ConfigureAwait(false);
        await JsonAnswer
            .WriteAsync(
                call,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", id);
                    json.WriteString("object", "response");
                    json.WriteBoolean("deleted", true);
                    json.WriteEndObject();
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>The items of the request, the newest first unless the client wants them otherwise.</summary>
    public async Task ListInputAsync(ApiCall call)
    {
        var found = await storage.FindAsync(call, IdOf(call)).ConfigureAwait(false);
        var items = JsonElement.Parse(found.Input.Span).EnumerateArray().ToList();
        var query = call.Http.Request.Query;
        if (query["order"] != "asc")
        {
            items.Reverse();
        }

        if (query["after"] is [{ Length: > 0 } after])
        {
            items = [.. items.SkipWhile(item => ItemId(item) != after).Skip(1)];
        }

        var limit = Limit(query["limit"]);
        var page = items.Take(limit).ToList();
        await JsonAnswer
            .WriteAsync(call, json => WriteList(json, page, items.Count > limit))
            .ConfigureAwait(false);
    }

    private static void WriteList(Utf8JsonWriter json, List<JsonElement> page, bool hasMore)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var item in page)
        {
            item.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteString("first_id", page.Count > 0 ? ItemId(page[0]) : null);
        json.WriteString("last_id", page.Count > 0 ? ItemId(page[^1]) : null);
        json.WriteBoolean("has_more", hasMore);
        json.WriteEndObject();
    }

    private static int Limit(string? text) =>
        string.IsNullOrEmpty(text) ? UsualLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
        && limit is >= 1 and <= HighestLimit
            ? limit
        : throw new ApiFaultException(
            new(
                400,
                ApiFaultTypes.InvalidRequest,
                FormattableString.Invariant($"'limit' must be between 1 and {HighestLimit}.")
            )
            {
                Field = "limit",
            }
        );

    private static string? ItemId(JsonElement item) =>
        item.TryGetProperty("id", out var id) ? id.GetString() : null;

    private static string IdOf(ApiCall call) => (string)call.Http.GetRouteValue("id")!;
}
