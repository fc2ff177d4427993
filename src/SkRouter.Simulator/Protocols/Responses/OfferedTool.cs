using System.Text.Json;

namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>A tool that a request offers: in its list, in a group, or in an item of the conversation.</summary>
/// <param name="Name">What calls name; tools without a name go by their type.</param>
/// <param name="Type">The tool's type, such as <c>function</c>, <c>custom</c> or <c>apply_patch</c>.</param>
/// <param name="Namespace">The group that it is in; null if it is in none.</param>
internal sealed record OfferedTool(string Name, string Type, string? Namespace)
{
    /// <summary>The tools that a model can call.</summary>
    public static IEnumerable<OfferedTool> All(JsonElement body)
    {
        var lists = body.Items("input")
            .Where(item => item.Text("type") is "additional_tools" or "tool_search_output")
            .Prepend(body);
        foreach (var tool in lists.SelectMany(list => list.Items("tools")))
        {
            if (tool.Text("type") != "namespace")
            {
                yield return Of(tool, null);
                continue;
            }

            foreach (var inner in tool.Items("tools"))
            {
                yield return Of(inner, tool.Text("name"));
            }
        }
    }

    /// <returns>Null for a tool that is not on offer.</returns>
    public static OfferedTool? Find(JsonElement body, string name) =>
        All(body).FirstOrDefault(tool => tool.Name == name);

    /// <summary>The type of the tool's call items.</summary>
    public string CallType =>
        Type switch
        {
            "custom" => "custom_tool_call",
            "apply_patch" or "shell" or "local_shell" or "tool_search" => $"{Type}_call",
            "computer" or "computer_use_preview" => "computer_call",
            _ => "function_call",
        };

    private static OfferedTool Of(JsonElement tool, string? group) =>
        new(tool.Text("name") ?? tool.Text("type") ?? "", tool.Text("type") ?? "function", group);
}
