using System.Text.Json;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.Tools;
using SkRouter.Protocols;
using SkRouter.Protocols.Responses;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads tools, as the Responses API has them: in the request's list, and in the items of a conversation that add some.</summary>
internal static class ResponsesToolReader
{
    private static readonly HashSet<string> FunctionMembers = new(StringComparer.Ordinal)
    {
        "type",
        "name",
        "description",
        "parameters",
        "strict",
    };

    public static ResponsesTools Read(JsonField body)
    {
        var tools = new ResponsesTools();
        AddAll(tools, body.Member("tools"), inInput: false);
        if (body.Member("input") is { IsArray: true } input)
        {
            foreach (var item in input.Items())
            {
                AddFrom(tools, item);
            }
        }

        return tools;
    }

    /// <summary>Adds the tools that an item of the conversation brings along.</summary>
    public static void AddFrom(ResponsesTools tools, JsonField item)
    {
        if (
            item.IsObject
            && item.Member("type") is { IsText: true } type
            && type.AsText() is "additional_tools" or "tool_search_output"
        )
        {
            AddAll(tools, item.Member("tools"), inInput: true);
        }
    }

    private static void AddAll(ResponsesTools tools, JsonField? list, bool inInput)
    {
        foreach (var tool in list?.Items() ?? [])
        {
            var type = tool.AsObject().RequiredText("type");
            if (type == "namespace")
            {
                AddGroup(tools, tool, inInput);
            }
            else if (Declared(tool, type, inInput ? null : tool.Value.Clone()) is { } declared)
            {
                tools.Add(inInput ? declared with { Fields = null } : declared);
            }
            else if (!inInput)
            {
                tools.Add(new ProviderTool(WireProtocols.Responses, tool.Value.Clone()));
            }
        }
    }

    private static void AddGroup(ResponsesTools tools, JsonField group, bool inInput)
    {
        var name = group.RequiredText("name");
        var about = group.TextOf("description");
        JsonElement? definition = inInput ? null : group.Value.Clone();
        foreach (var tool in group.Required("tools").Items())
        {
            var type = tool.AsObject().RequiredText("type");
            if (Declared(tool, type, definition) is not { } declared)
            {
                throw tool.Required("type").Wrong("function or custom");
            }

            tools.Add(
                declared with
                {
                    Namespace = name,
                    Fields = null,
                    Definition = definition,
                    Description = string.IsNullOrEmpty(about)
                        ? declared.Description
                        : $"{declared.Description}\n\nPart of {name}: {about}",
                }
            );
            // One of the group's tools stands for its entry.
            definition = null;
        }
    }

    /// <returns>Null for a tool that the provider runs.</returns>
    private static DeclaredTool? Declared(JsonField tool, string type, JsonElement? definition) =>
        type switch
        {
            "function" => new(ResponsesCallTypes.Function, tool.RequiredText("name"), null)
            {
                Description = tool.TextOf("description") ?? "",
                Schema = tool.Member("parameters")?.AsObject().Value.Clone() ?? default,
                Fields = FieldsOf(tool),
                Definition = definition,
            },
            "custom" => new(ResponsesCallTypes.Custom, tool.RequiredText("name"), null)
            {
                Description = Described(tool),
                Schema = CustomTools.Schema,
                Definition = definition,
            },
            "shell" when tool.Member("environment")?.TextOf("type") is null or "local" =>
                Documented(ResponsesCallTypes.Shell, type, tool, definition),
            "apply_patch" => Documented(ResponsesCallTypes.ApplyPatch, type, tool, definition),
            "local_shell" => Documented(ResponsesCallTypes.LocalShell, type, tool, definition),
            "computer" or "computer_use_preview" => Documented(
                ResponsesCallTypes.Computer,
                type,
                tool,
                definition
            ),
            "tool_search" when tool.TextOf("execution") == "client" => Documented(
                ResponsesCallTypes.ToolSearch,
                type,
                tool,
                definition
            ),
            _ => null,
        };

    /// <summary>A tool whose type says it all; a client may describe it in more words.</summary>
    private static DeclaredTool Documented(
        string callType,
        string type,
        JsonField tool,
        JsonElement? definition
    )
    {
        var known = ClientTools.Find(WireProtocols.Responses, type)!;
        return new(callType, known.Name, null)
        {
            Description = tool.TextOf("description") ?? known.Description,
            Schema = tool.Member("parameters") is { IsObject: true } own
                ? own.Value.Clone()
                : known.Parameters,
            Definition = definition,
        };
    }

    private static string Described(JsonField tool) =>
        CustomTools.Describe(
            tool.TextOf("description"),
            tool.Member("format") is { } format && format.TextOf("type") == "grammar"
                ? (format.TextOf("syntax"), format.TextOf("definition"))
                : null
        );

    /// <summary>The fields of a function that other protocols do not have.</summary>
    private static Dictionary<string, object?> FieldsOf(JsonField tool)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (tool.BoolOf("strict") is { } strict)
        {
            fields["strict"] = strict;
        }

        foreach (var member in tool.Value.EnumerateObject())
        {
            if (
                !FunctionMembers.Contains(member.Name)
                && member.Value.ValueKind is not JsonValueKind.Null
            )
            {
                fields[$"{WireProtocols.Responses}.{member.Name}"] = member.Value.Clone();
            }
        }

        return fields;
    }
}
