using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Conversion;

/// <summary>
/// Represents a request in which tools have names that the model takes. A name that does not fit becomes one that does, always the same, so that calls of
/// earlier answers keep it too.
/// </summary>
internal sealed partial class FittedToolNames
{
    /// <summary>As long as the shortest limit of any provider.</summary>
    private const int Longest = 64;

    private const int HashLength = 8;

    private static readonly string[] ChoiceKeys =
    [
        ProtocolFields.Key(WireProtocols.ChatCompletions, "tool_choice"),
        ProtocolFields.Key(WireProtocols.Responses, "tool_choice"),
    ];

    private readonly Dictionary<string, string> _originals = new(StringComparer.Ordinal);
    private readonly Predicate<string> _takes;

    private FittedToolNames(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        Predicate<string> takes
    )
    {
        _takes = takes;
        Options = Fit(options);
        Messages = [.. messages.Select(Fit)];
    }

    public ChatOptions? Options { get; }

    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <returns>Null if all names fit, as nearly always.</returns>
    public static FittedToolNames? For(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        Predicate<string> takes
    )
    {
        foreach (var tool in options?.Tools ?? [])
        {
            if (tool is AIFunctionDeclaration && !takes(tool.Name))
            {
                return new(messages, options, takes);
            }
        }
        for (var i = 0; i < messages.Count; i++)
        {
            var contents = messages[i].Contents;
            for (var j = 0; j < contents.Count; j++)
            {
                if (contents[j] is FunctionCallContent call && !takes(call.Name))
                {
                    return new(messages, options, takes);
                }
            }
        }
        return null;
    }

    /// <summary>Gives calls the names that the caller knows.</summary>
    public void Restore(IList<AIContent> contents)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            if (
                contents[i] is FunctionCallContent call
                && _originals.TryGetValue(call.Name, out var original)
            )
            {
                contents[i] = Renamed(call, original);
            }
        }
    }

    private string Fit(string name)
    {
        if (_takes(name))
        {
            return name;
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var letters = Forbidden().Replace(name, "_");
        if (letters.Length == 0 || !char.IsAsciiLetter(letters[0]))
        {
            letters = "_" + letters;
        }
        var kept = letters[..Math.Min(letters.Length, Longest - HashLength - 1)];
        var fitting = $"{kept}_{hash[..HashLength]}";
        _originals[fitting] = name;
        return fitting;
    }

    private ChatOptions? Fit(ChatOptions? options)
    {
        if (options is null)
        {
            return null;
        }
        var copy = options.Clone();
        copy.Tools = options.Tools?.Select(Fit).ToList();
        if (options.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } name })
        {
            copy.ToolMode = ChatToolMode.RequireSpecific(Fit(name));
        }
        foreach (var key in ChoiceKeys)
        {
            if (copy.AdditionalProperties?.TryGetValue(key, out var choice) is true)
            {
                copy.AdditionalProperties[key] = FitChoice(choice);
            }
        }
        return copy;
    }

    private AITool Fit(AITool tool) =>
        tool is AIFunctionDeclaration function && !_takes(function.Name)
            ? new RenamedTool(function, Fit(function.Name))
            : tool;

    /// <summary>A choice in the caller's own words names tools too.</summary>
    private object? FitChoice(object? choice)
    {
        if (ProtocolJson.Node(choice) is not JsonObject node)
        {
            return choice;
        }
        foreach (
            var tool in (node["allowed_tools"]?["tools"] ?? node["tools"]) as JsonArray
                ?? new JsonArray(node.DeepClone())
        )
        {
            foreach (
                var named in new[] { tool, tool?["function"], tool?["custom"] }.OfType<JsonObject>()
            )
            {
                if (named["name"] is JsonValue value && value.TryGetValue<string>(out var name))
                {
                    named["name"] = Fit(name);
                }
            }
        }
        return JsonElement.Parse(node.ToJsonString());
    }

    private ChatMessage Fit(ChatMessage message)
    {
        if (
            !message.Contents.Any(content =>
                content is FunctionCallContent call && !_takes(call.Name)
            )
        )
        {
            return message;
        }
        var copy = message.Clone();
        copy.Contents =
        [
            .. message.Contents.Select(content =>
                content is FunctionCallContent call ? Renamed(call, Fit(call.Name)) : content
            ),
        ];
        return copy;
    }

    private static FunctionCallContent Renamed(FunctionCallContent call, string name) =>
        new(call.CallId, name, call.Arguments)
        {
            Exception = call.Exception,
            RawRepresentation = call.RawRepresentation,
            AdditionalProperties = call.AdditionalProperties,
            Annotations = call.Annotations,
            InformationalOnly = call.InformationalOnly,
        };

    [GeneratedRegex(
        "[^a-zA-Z0-9_-]",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Forbidden();
}
