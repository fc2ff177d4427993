using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols.Responses;

/// <summary>
/// Translates between the Responses API's items for calls and function calls. What an item has beside its arguments travels as fields
/// (<c>responses.type</c>, <c>responses.id</c>, <c>responses.namespace</c>, ...), so that a connector of the protocol can write the same item again.
/// </summary>
internal static class ResponsesCalls
{
    public const string Type = "type";
    public const string Id = "id";
    public const string Name = "name";
    public const string Namespace = "namespace";

    /// <summary>What a provider's item has beside its arguments and wants back with it.</summary>
    private static readonly HashSet<string> Returned = new(StringComparer.Ordinal)
    {
        Id,
        Namespace,
        "caller",
        "async",
        "environment",
        "execution",
        "pending_safety_checks",
    };

    private static readonly HashSet<string> Told = new(StringComparer.Ordinal)
    {
        Type,
        "call_id",
        Name,
        "arguments",
        "input",
        "operation",
        "action",
        "actions",
    };

    /// <summary>Reads a call.</summary>
    /// <param name="item">The item.</param>
    /// <param name="function">The function's name; null for the name that the item says, or that its type stands for.</param>
    /// <param name="owner">The protocol or provider whose fields the rest is.</param>
    /// <param name="keepsAll">Whether members that are not known are kept too, as a client wrote them.</param>
    public static FunctionCallContent Read(
        JsonElement item,
        string? function,
        string owner,
        bool keepsAll
    )
    {
        var type = Text(item, Type) ?? ResponsesCallTypes.Function;
        var name = ResponsesCallTypes.NameOf(type) ?? Text(item, Name) ?? "";
        var id = Text(item, "call_id") ?? Text(item, Id) ?? "";
        var call = Arguments(type, item) switch
        {
            JsonElement { ValueKind: JsonValueKind.String } text => Parsed(
                id,
                function ?? name,
                text.GetString()!
            ),
            JsonElement { ValueKind: JsonValueKind.Object } members => new FunctionCallContent(
                id,
                function ?? name,
                Members(members)
            ),
            _ => new(id, function ?? name, new Dictionary<string, object?>()),
        };
        foreach (var member in item.EnumerateObject())
        {
            if (
                (keepsAll ? !Told.Contains(member.Name) : Returned.Contains(member.Name))
                && member.Value.ValueKind != JsonValueKind.Null
            )
            {
                Put(call, owner, member.Name, Value(member.Value));
            }
        }

        if (type != ResponsesCallTypes.Function)
        {
            Put(call, owner, Type, type);
        }

        if (function is not null && function != name && ResponsesCallTypes.NameOf(type) is null)
        {
            Put(call, owner, Name, name);
        }

        return call;
    }

    /// <summary>Writes a call without its id and its other fields.</summary>
    /// <param name="call">The call.</param>
    /// <param name="type">The type of the item.</param>
    /// <param name="callId">The call's id.</param>
    public static JsonObject Write(FunctionCallContent call, string type, string callId)
    {
        var item = new JsonObject { [Type] = type, ["call_id"] = callId };
        switch (type)
        {
            case ResponsesCallTypes.Function:
                item[Name] = call.Name;
                item["arguments"] = ArgumentText(call);
                break;
            case ResponsesCallTypes.Custom:
                item[Name] = call.Name;
                item["input"] = CustomTools.InputOf(call);
                break;
            case ResponsesCallTypes.ToolSearch:
                item["execution"] = "client";
                item["arguments"] = ArgumentNode(call);
                break;
            case ResponsesCallTypes.Shell:
                item["action"] = ShellAction(ArgumentNode(call));
                break;
            case ResponsesCallTypes.LocalShell:
                item["action"] = LocalShellAction(ArgumentNode(call));
                break;
            case ResponsesCallTypes.Computer:
                Add(item, ArgumentNode(call));
                item["pending_safety_checks"] = new JsonArray();
                break;
            default:
                item["operation"] = Operation(ArgumentNode(call));
                break;
        }

        return item;
    }

    /// <summary>Gets the arguments as the model wrote them, or as JSON.</summary>
    public static string ArgumentText(FunctionCallContent call) =>
        call is { Exception: not null, RawRepresentation: string raw }
            ? raw
            : WrittenArguments.Of(call) ?? ProtocolJson.Write(ArgumentNode(call));

    private static JsonElement? Arguments(string type, JsonElement item) =>
        type switch
        {
            ResponsesCallTypes.Function or ResponsesCallTypes.ToolSearch => Member(
                item,
                "arguments"
            ),
            ResponsesCallTypes.Custom => Only(item, "input"),
            ResponsesCallTypes.ApplyPatch => Only(item, "operation"),
            ResponsesCallTypes.Computer => Only(item, "action", "actions"),
            _ => Member(item, "action"),
        };

    private static JsonElement Only(JsonElement item, params string[] names)
    {
        var members = new JsonObject();
        foreach (var name in names)
        {
            if (Member(item, name) is { } value)
            {
                members[name] = ProtocolJson.Node(value);
            }
        }

        return JsonElement.Parse(ProtocolJson.Write(members));
    }

    private static Dictionary<string, object?> Members(JsonElement json) =>
        json.EnumerateObject()
            .Where(static member => member.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(
                static member => member.Name,
                static member => (object?)member.Value.Clone(),
                StringComparer.Ordinal
            );

    private static FunctionCallContent Parsed(string id, string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new(id, name, new Dictionary<string, object?>());
        }

        try
        {
            var json = JsonElement.Parse(text);
            return json.ValueKind is JsonValueKind.Object
                ? new(
                    id,
                    name,
                    json.EnumerateObject()
                        .ToDictionary(
                            static member => member.Name,
                            static member => (object?)member.Value,
                            StringComparer.Ordinal
                        )
                )
                {
                    RawRepresentation = text,
                }
                : Unreadable(new JsonException("The arguments are not a JSON object."));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return Unreadable(exception);
        }

        // The model is to see in the next turn what it wrote in this one.
        FunctionCallContent Unreadable(Exception cause) =>
            new(id, name) { Exception = cause, RawRepresentation = text };
    }

    private static JsonObject ArgumentNode(FunctionCallContent call)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            arguments[name] = ProtocolJson.Node(value);
        }

        return arguments;
    }

    private static JsonObject ShellAction(JsonObject arguments)
    {
        var action =
            arguments["commands"] is null && arguments["command"] is { } single
                ? new JsonObject { ["commands"] = new JsonArray(single.DeepClone()) }
                : arguments;
        action["timeout_ms"] ??= null;
        action["max_output_length"] ??= null;
        return action;
    }

    private static JsonObject LocalShellAction(JsonObject arguments)
    {
        var action = new JsonObject { [Type] = "exec" };
        Add(action, arguments);
        action["env"] ??= new JsonObject();
        return action;
    }

    private static JsonNode Operation(JsonObject arguments) =>
        arguments["operation"]?.DeepClone() ?? arguments;

    private static void Add(JsonObject target, JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            target[name] = value?.DeepClone();
        }
    }

    private static void Put(AIContent content, string owner, string name, object value) =>
        (content.AdditionalProperties ??= [])[$"{owner}.{name}"] = value;

    private static object Value(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : value.Clone();

    private static JsonElement? Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static string? Text(JsonElement item, string name) =>
        Member(item, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
