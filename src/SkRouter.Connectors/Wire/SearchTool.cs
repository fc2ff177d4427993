using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Represents a web search that a provider makes, whatever protocol it was asked for in.</summary>
internal sealed class SearchTool
{
    private const string Location = "user_location";
    private const string Allowed = "allowed_domains";

    private JsonElement? _location;
    private JsonElement? _allowed;

    /// <summary>Gets the names of settings that other protocols do not have.</summary>
    private List<string> Rest { get; } = [];

    /// <returns>Null if the tool is not a web search of another protocol.</returns>
    public static SearchTool? Of(AITool tool) =>
        tool switch
        {
            HostedWebSearchTool => new(),
            ProviderTool foreign when IsSearch(foreign) => Read(foreign.Definition),
            _ => null,
        };

    /// <summary>Writes the tool as the Responses API has it.</summary>
    public JsonObject ForResponses(RequestNotes notes)
    {
        var tool = new JsonObject { ["type"] = "web_search" };
        if (_allowed is { } domains)
        {
            tool["filters"] = new JsonObject { [Allowed] = WireJson.Node(domains) };
        }
        return Finish(tool, notes);
    }

    /// <summary>Writes the tool as Anthropic has it.</summary>
    public JsonObject ForMessages(RequestNotes notes)
    {
        var tool = new JsonObject { ["type"] = "web_search_20250305", ["name"] = "web_search" };
        if (_allowed is { } domains)
        {
            tool[Allowed] = WireJson.Node(domains);
        }
        return Finish(tool, notes);
    }

    /// <summary>Writes the tool as Gemini has it, which takes no settings.</summary>
    public JsonObject ForGemini(RequestNotes notes)
    {
        if (_location is not null)
        {
            Rest.Add(Location);
        }
        if (_allowed is not null)
        {
            Rest.Add(Allowed);
        }
        _location = null;
        return Finish(new() { ["googleSearch"] = new JsonObject() }, notes);
    }

    private JsonObject Finish(JsonObject tool, RequestNotes notes)
    {
        if (_location is { } place)
        {
            tool[Location] = WireJson.Node(place);
        }
        foreach (var name in Rest)
        {
            notes.Unsupported($"web_search.{name}");
        }
        return tool;
    }

    private static bool IsSearch(ProviderTool tool) =>
        (tool.Provider, tool.Definition.Text("type")) switch
        {
            (WireProtocols.Responses, { } type) => type.StartsWith(
                "web_search",
                StringComparison.Ordinal
            ),
            (WireProtocols.Messages, { } type) => type.StartsWith(
                "web_search_",
                StringComparison.Ordinal
            ),
            _ => false,
        };

    private static SearchTool Read(JsonElement definition)
    {
        var tool = new SearchTool();
        foreach (var member in definition.EnumerateObject())
        {
            switch (member.Name)
            {
                case "type" or "name" or "cache_control":
                    break;
                case Location when member.Value.ValueKind is JsonValueKind.Object:
                    tool._location = member.Value;
                    break;
                case Allowed when member.Value.ValueKind is JsonValueKind.Array:
                    tool._allowed = member.Value;
                    break;
                case "filters" when member.Value.Member(Allowed) is { } domains:
                    tool._allowed = domains;
                    break;
                default:
                    if (member.Value.ValueKind is not JsonValueKind.Null)
                    {
                        tool.Rest.Add(member.Name);
                    }
                    break;
            }
        }
        return tool;
    }
}
