using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>
/// The tools of one request: what a provider is offered, and which item a call of each becomes. A tool in a group keeps its own name as a function
/// while no other tool has it.
/// </summary>
internal sealed class ResponsesTools
{
    private const string Separator = "__";

    private static readonly JsonElement NoParameters = JsonElement.Parse(
        """{"type":"object","properties":{}}"""
    );

    private readonly List<DeclaredTool> _declared = [];

    /// <summary>The declared tools and those that the provider runs, in the order of the request.</summary>
    private readonly List<object> _all = [];
    private Dictionary<string, OfferedCall>? _byFunction;

    /// <summary>Adds a tool that the client runs; a later one replaces an earlier one of the same name.</summary>
    public void Add(DeclaredTool tool)
    {
        var known = _declared.FindIndex(other => IsSame(other, tool));
        if (known < 0)
        {
            _declared.Add(tool);
            _all.Add(tool);
        }
        else
        {
            // The first one may carry the definition of its group.
            var latest = tool with
            {
                Definition = _declared[known].Definition ?? tool.Definition,
            };
            _all[_all.IndexOf(_declared[known])] = latest;
            _declared[known] = latest;
        }

        _byFunction = null;
    }

    /// <summary>Adds a tool that the provider runs.</summary>
    public void Add(ProviderTool tool) => _all.Add(tool);

    /// <summary>Makes the options' list of tools.</summary>
    /// <param name="allowed">Names of functions that the model may call; others are shown only to providers that can be told so. Null for all.</param>
    public List<AITool>? ToOptions(IReadOnlySet<string>? allowed = null)
    {
        List<AITool> tools =
        [
            .. _all.Select(tool => tool is DeclaredTool own ? Tool(own, allowed) : (AITool)tool)
                .OfType<AITool>(),
        ];
        return tools.Count > 0 ? tools : null;
    }

    /// <summary>Finds the tool that a call is meant for.</summary>
    /// <returns>Null if no tool has this name.</returns>
    public OfferedCall? Find(string function) => ByFunction.GetValueOrDefault(function);

    /// <summary>Gets the function's name of a call that an earlier answer made.</summary>
    public string FunctionOf(string callType, string name, string? group)
    {
        foreach (var offered in ByFunction.Values)
        {
            if (offered.Type == callType && offered.Name == name && offered.Namespace == group)
            {
                return offered.Function;
            }
        }

        return name;
    }

    private Dictionary<string, OfferedCall> ByFunction => _byFunction ??= Names();

    private Dictionary<string, OfferedCall> Names()
    {
        var names = new Dictionary<string, OfferedCall>(StringComparer.Ordinal);
        foreach (var tool in _declared)
        {
            var function = NameOf(tool);
            names[function] = new(function, tool.CallType, tool.Name, tool.Namespace);
        }

        return names;
    }

    private string NameOf(DeclaredTool tool) =>
        tool.Namespace is { } group
        && _declared.Exists(other => other != tool && other.Name == tool.Name)
            ? group + Separator + tool.Name
            : tool.Name;

    private AITool? Tool(DeclaredTool tool, IReadOnlySet<string>? allowed)
    {
        var function = NameOf(tool);
        if (allowed?.Contains(function) is false)
        {
            return tool.Definition is { } definition
                ? new ProviderTool(WireProtocols.Responses, definition)
                : null;
        }

        return tool.IsPlainFunction
            ? new OfferedTool(function, tool.Description, tool.Schema, tool.Fields)
            : new NativeFunction(
                function,
                tool.Description,
                tool.Schema.ValueKind is JsonValueKind.Object ? tool.Schema : NoParameters
            )
            {
                Protocol = WireProtocols.Responses,
                Definition = tool.Definition,
            };
    }

    private static bool IsSame(DeclaredTool one, DeclaredTool other) =>
        one.Name == other.Name
        && one.Namespace == other.Namespace
        && one.CallType == other.CallType;
}
