using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Tests.Replay.Anthropic;

/// <summary>Reads a recorded messages request back into what an app would have said.</summary>
internal sealed class AnthropicRequestReader(string provider)
{
    public ReadRequest Read(JsonElement request)
    {
        var options = new ChatOptions
        {
            ModelId = request.String("model"),
            MaxOutputTokens = (int?)request.Long("max_tokens"),
            Temperature = (float?)request.At("temperature")?.GetDouble(),
            TopP = (float?)request.At("top_p")?.GetDouble(),
            TopK = (int?)request.Long("top_k"),
            ToolMode = Mode(request),
            AdditionalProperties = [],
        };
        if (request.At("tool_choice", "disable_parallel_tool_use") is { } disabled)
        {
            options.AllowMultipleToolCalls = !disabled.GetBoolean();
        }
        if (
            request.List("stop_sequences").Select(stop => stop.GetString()!).ToList() is
            { Count: > 0 } stops
        )
        {
            options.StopSequences = stops;
        }
        if (request.List("tools").Select(Tool).ToList() is { Count: > 0 } tools)
        {
            options.Tools = tools;
        }
        ReadThinking(request, options);
        ReadOptions.Keep(
            options.AdditionalProperties,
            request,
            provider,
            "model",
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "tool_choice",
            "stop_sequences",
            "tools",
            "thinking",
            "output_config",
            "messages",
            "system",
            "stream"
        );
        return new ReadRequest(
            [.. System(request), .. request.List("messages").SelectMany(Message)],
            options,
            request.True("stream")
        );
    }

    private void ReadThinking(JsonElement request, ChatOptions options)
    {
        var config = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in request.At("output_config")?.EnumerateObject() ?? default)
        {
            config[member.Name] = member.Value;
        }
        if (config.Remove("format", out var format))
        {
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(format.GetProperty("schema"));
        }
        var thinking = request.At("thinking");
        var effort = ReadOptions.Effort(request.String("output_config", "effort"));
        if (thinking?.String("type") == "adaptive" && effort is not null)
        {
            config.Remove("effort");
            options.Reasoning = new ReasoningOptions
            {
                Effort = effort,
                Output = thinking.Value.String("display") switch
                {
                    "summarized" => ReasoningOutput.Summary,
                    "omitted" => ReasoningOutput.None,
                    _ => null,
                },
            };
        }
        else if (thinking?.Long("budget_tokens") is { } budget)
        {
            options.AdditionalProperties![ProviderFields.ReasoningBudget] = (int)budget;
        }
        else if (thinking is { } other)
        {
            options.AdditionalProperties![$"{provider}.thinking"] = other;
        }
        if (config.Count > 0)
        {
            options.AdditionalProperties![$"{provider}.output_config"] =
                JsonSerializer.SerializeToElement(config);
        }
    }

    private static ChatToolMode? Mode(JsonElement request) =>
        request.String("tool_choice", "type") switch
        {
            "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            "any" => ChatToolMode.RequireAny,
            "tool" => ChatToolMode.RequireSpecific(request.String("tool_choice", "name")!),
            _ => null,
        };

    private AITool Tool(JsonElement tool) =>
        tool.At("input_schema") is null
            ? new ProviderTool(provider, tool)
            : ReadOptions.Tool(
                tool,
                tool,
                provider,
                "input_schema",
                "name",
                "description",
                "input_schema",
                "strict"
            );

    private IEnumerable<ChatMessage> System(JsonElement request)
    {
        if (request.String("system") is { } text)
        {
            yield return new ChatMessage(ChatRole.System, text);
        }
        if (request.List("system").ToList() is { Count: > 0 } blocks)
        {
            yield return new ChatMessage(ChatRole.System, [.. blocks.Select(Content)]);
        }
    }

    private IEnumerable<ChatMessage> Message(JsonElement message)
    {
        var contents = message.String("content") is { } text
            ? [new TextContent(text)]
            : message.List("content").Select(Content).ToList();
        var role = message.String("role");
        if (role == "user")
        {
            // As SK and M.E.AI say it: results in a tool message, the rest in a user message.
            var results = contents.OfType<FunctionResultContent>().Cast<AIContent>().ToList();
            var rest = contents.Except(results).ToList();
            if (results.Count > 0)
            {
                yield return new ChatMessage(ChatRole.Tool, results);
            }
            if (rest.Count > 0)
            {
                yield return new ChatMessage(ChatRole.User, rest);
            }
            yield break;
        }
        yield return role == "system"
            ? new ChatMessage(ChatRole.System, contents)
            {
                AdditionalProperties = new() { [$"{provider}.role"] = "system" },
            }
            : new ChatMessage(ChatRole.Assistant, contents);
    }

    private AIContent Content(JsonElement block)
    {
        switch (block.String("type"))
        {
            case "text":
                return new TextContent(block.String("text")).With(block, provider, "type", "text");
            case "thinking":
                return new TextReasoningContent(block.String("thinking"))
                {
                    ProtectedData = block.String("signature"),
                };
            case "redacted_thinking":
                return new TextReasoningContent("")
                {
                    ProtectedData = block.String("data"),
                    AdditionalProperties = new() { [$"{provider}.redacted"] = true },
                };
            case "tool_use":
                return new FunctionCallContent(
                    block.String("id")!,
                    block.String("name")!,
                    ReadOptions.Arguments(block.GetProperty("input"))
                ).With(block, provider, "type", "id", "name", "input");
            case "tool_result":
                return new FunctionResultContent(block.String("tool_use_id")!, Result(block))
                {
                    Exception = block.True("is_error") ? new InvalidOperationException() : null,
                }.With(block, provider, "type", "tool_use_id", "content", "is_error");
            case "image" or "document":
                return Media(block).With(block, provider, "type", "source");
            default:
                return new ProviderContent(provider, block);
        }
    }

    private object? Result(JsonElement block) =>
        block.At("content") switch
        {
            { ValueKind: JsonValueKind.Array } parts => parts
                .EnumerateArray()
                .Select(Content)
                .ToList(),
            { } text => text.GetString(),
            _ => null,
        };

    private static AIContent Media(JsonElement block)
    {
        var isImage = block.String("type") == "image";
        return block.String("source", "type") switch
        {
            "url" => new UriContent(
                block.String("source", "url")!,
                isImage ? "image/*" : "application/pdf"
            ),
            "file" => new HostedFileContent(block.String("source", "file_id")!)
            {
                MediaType = isImage ? "image/png" : "application/pdf",
            },
            "text" => new DataContent(
                global::System.Text.Encoding.UTF8.GetBytes(block.String("source", "data")!),
                "text/plain"
            ),
            _ => new DataContent(
                Convert.FromBase64String(block.String("source", "data")!),
                block.String("source", "media_type")!
            ),
        };
    }
}
