using System.Text.Json;
using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Api;
using SkRouter.Responses;

namespace SkRouter.AspNetCore.Responses;

/// <summary>The parts of stored responses that one request refers to: the conversation so far, and single items.</summary>
internal sealed class StoredItems
{
    private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);

    /// <summary>Gets the items of the conversation so far, the oldest first.</summary>
    public IReadOnlyList<JsonElement> Conversation { get; private init; } = [];

    public static StoredItems None { get; } = new();

    /// <summary>Finds an item by its id.</summary>
    public JsonElement? Find(string id) => _byId.TryGetValue(id, out var item) ? item : null;

    /// <param name="chain">The responses of the conversation, the oldest first.</param>
    public static StoredItems Of(IReadOnlyList<StoredResponse> chain)
    {
        var items = chain.SelectMany(InputAndOutput).ToList();
        var stored = new StoredItems { Conversation = items };
        foreach (var item in items)
        {
            stored.Learn(item);
        }

        return stored;
    }

    /// <summary>Makes the items of one more response known by their ids.</summary>
    public void Add(StoredResponse response)
    {
        foreach (var item in InputAndOutput(response))
        {
            Learn(item);
        }
    }

    private void Learn(JsonElement item)
    {
        if (item.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String)
        {
            _byId[id.GetString()!] = item;
        }
    }

    public static IEnumerable<JsonElement> InputAndOutput(StoredResponse response) =>
        JsonElement
            .Parse(response.Input.Span)
            .EnumerateArray()
            .Concat(
                JsonElement.Parse(response.Response.Span).GetProperty("output").EnumerateArray()
            );

    /// <summary>Makes the array of a request's own items, each with an id, as it is kept.</summary>
    /// <param name="body">The request.</param>
    /// <param name="key">What new ids are made of.</param>
    public JsonArray Input(JsonElement body, string key)
    {
        var items = new JsonArray();
        if (!body.TryGetProperty("input", out var input))
        {
            return items;
        }

        if (input.ValueKind is JsonValueKind.String)
        {
            items.Add(
                new JsonObject
                {
                    ["type"] = "message",
                    ["role"] = "user",
                    ["content"] = new JsonArray(
                        new JsonObject { ["type"] = "input_text", ["text"] = input.GetString() }
                    ),
                }
            );
        }
        else
        {
            foreach (var item in input.EnumerateArray())
            {
                items.Add(JsonObject.Create(Resolved(item))!.DeepClone());
            }
        }

        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i]!.AsObject();
            item["type"] ??= "message";
            item["id"] ??= FormattableString.Invariant($"{Prefix(item)}_{key}_in{i}");
        }

        return items;
    }

    /// <summary>A reference is kept as what it refers to.</summary>
    private JsonElement Resolved(JsonElement item) =>
        item.TryGetProperty("id", out var id)
        && id.ValueKind is JsonValueKind.String
        && !item.TryGetProperty("role", out _)
        && (
            !item.TryGetProperty("type", out var type)
            || (type.ValueKind is JsonValueKind.String && type.ValueEquals("item_reference"))
        )
            ? Find(id.GetString()!) ?? item
            : item;

    private static string Prefix(JsonObject item) =>
        (string?)item["type"] switch
        {
            "message" => "msg",
            "reasoning" => "rs",
            "function_call" => "fc",
            "function_call_output" => "fco",
            var other => other ?? "item",
        };

    /// <summary>Gets the ids of items that a request's input refers to.</summary>
    public static IEnumerable<string> References(JsonField body)
    {
        if (body.Member("input") is not { IsArray: true } input)
        {
            yield break;
        }

        foreach (var item in input.Items())
        {
            if (
                item.Member("role") is null
                && item.Member("id") is { IsText: true } id
                && (
                    item.Member("type") is not { IsText: true } type
                    || type.AsText() == "item_reference"
                )
            )
            {
                yield return id.AsText();
            }
        }
    }
}
