using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>The calls of a chat completion: of functions, of custom tools, and of the one function that old servers name.</summary>
internal static class WireCalls
{
    public const string Custom = "custom";

    public static FunctionCallContent Read(JsonElement call)
    {
        var read = call.Member(Custom) is { } custom
            ? CustomTools.Call(
                call.Text("id") ?? "",
                custom.Text("name") ?? "",
                custom.Text(CustomTools.Input) ?? ""
            )
            : WireJson.Call(
                call.Text("id") ?? "",
                call.Member("function").Text("name") ?? "",
                ArgumentsOf(call.Member("function"))
            );
        ChatCompletionsExtras.AddTo(read, call);
        return read;
    }

    /// <summary>Reads the member that came before <c>tool_calls</c>; it has no id.</summary>
    public static FunctionCallContent ReadOnly(JsonElement function) =>
        WireJson.Call("", function.Text("name") ?? "", ArgumentsOf(function));

    public static string? ArgumentsOf(JsonElement? function) =>
        function.Text("arguments") ?? function.Member("arguments")?.GetRawText();

    /// <param name="call">The call.</param>
    /// <param name="id">Its id, as the provider takes it.</param>
    /// <param name="hasCustomTools">Whether the provider has custom tools; else their calls are those of functions.</param>
    public static JsonObject Write(FunctionCallContent call, string id, bool hasCustomTools)
    {
        if (hasCustomTools && CustomTools.IsCall(call))
        {
            return new()
            {
                ["id"] = id,
                ["type"] = Custom,
                [Custom] = new JsonObject
                {
                    ["name"] = call.Name,
                    [CustomTools.Input] = CustomTools.InputOf(call),
                },
            };
        }
        return new()
        {
            ["id"] = id,
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = call.Name,
                ["arguments"] =
                    call.Exception is not null && call.RawRepresentation is string raw
                        ? raw
                        : WrittenArguments.Of(call) ?? WireJson.Write(WireJson.Arguments(call)),
            },
        };
    }
}
