using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Tests.Replay.Chat;

/// <summary>Reads a recorded chat completions request back into what an app would have said.</summary>
internal sealed class ChatRequestReader(string provider)
{
    public ReadRequest Read(JsonElement request)
    {
        var options = new ChatOptions
        {
            ModelId = request.String("model"),
            MaxOutputTokens = (int?)(
                request.Long("max_completion_tokens") ?? request.Long("max_tokens")
            ),
            Temperature = (float?)request.At("temperature")?.GetDouble(),
            TopP = (float?)request.At("top_p")?.GetDouble(),
            Seed = request.Long("seed"),
            ToolMode = Mode(request.At("tool_choice")),
            ResponseFormat = Format(request.At("response_format")),
            AdditionalProperties = [],
        };
        if (request.List("stop").Select(stop => stop.GetString()!).ToList() is { Count: > 0 } stops)
        {
            options.StopSequences = stops;
        }
        if (request.List("tools").Select(Tool).ToList() is { Count: > 0 } tools)
        {
            options.Tools = tools;
        }
        if (request.At("tool_choice") is { } choice && options.ToolMode is null)
        {
            options.AdditionalProperties[$"{provider}.tool_choice"] = choice;
        }
        ReadReasoning(request, options);
        ReadOptions.Keep(
            options.AdditionalProperties,
            request,
            provider,
            "model",
            "messages",
            "max_completion_tokens",
            "max_tokens",
            "temperature",
            "top_p",
            "seed",
            "stop",
            "tools",
            "tool_choice",
            "response_format",
            "stream",
            "stream_options",
            "n",
            "reasoning_effort",
            "reasoning",
            "thinking"
        );
        return new ReadRequest(
            [.. request.List("messages").Select(Message)],
            options,
            request.True("stream")
        );
    }

    private void ReadReasoning(JsonElement request, ChatOptions options)
    {
        var effort = ReadOptions.Effort(
            request.String("reasoning_effort") ?? request.String("reasoning", "effort")
        );
        if (effort is not null)
        {
            options.Reasoning = new ReasoningOptions { Effort = effort };
            return;
        }
        foreach (var name in new[] { "reasoning_effort", "reasoning", "thinking" })
        {
            if (request.At(name) is { } value)
            {
                options.AdditionalProperties![$"{provider}.{name}"] = value;
            }
        }
    }

    private AITool Tool(JsonElement tool) =>
        tool.At("function") is { } function
            ? ReadOptions.Tool(function, tool, provider, "parameters", "function", "type")
            : new ProviderTool(provider, tool);

    private static ChatToolMode? Mode(JsonElement? choice) =>
        choice switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } specific => specific.String("function", "name")
                is { } name
                ? ChatToolMode.RequireSpecific(name)
                : null,
            { } word => word.GetString() switch
            {
                "auto" => ChatToolMode.Auto,
                "none" => ChatToolMode.None,
                _ => ChatToolMode.RequireAny,
            },
        };

    private static ChatResponseFormat? Format(JsonElement? format) =>
        format?.String("type") switch
        {
            null => null,
            "json_object" => ChatResponseFormat.Json,
            _ => ChatResponseFormat.ForJsonSchema(
                format.Value.At("json_schema", "schema")!.Value,
                format.Value.String("json_schema", "name"),
                format.Value.String("json_schema", "description")
            ),
        };

    private ChatMessage Message(JsonElement message)
    {
        var role = message.String("role")!;
        if (role == "tool")
        {
            var contents = Contents(message).ToList();
            return new ChatMessage(
                ChatRole.Tool,
                [
                    new FunctionResultContent(
                        message.String("tool_call_id")!,
                        message.At("content")?.ValueKind == JsonValueKind.String
                            ? message.String("content")
                            : contents
                    ),
                ]
            );
        }
        var read = new ChatMessage(new ChatRole(role), [.. Contents(message)]);
        foreach (var call in message.List("tool_calls"))
        {
            read.Contents.Add(
                ReadOptions.Call(
                    call.String("id")!,
                    call.String("function", "name")!,
                    call.String("function", "arguments")
                )
            );
        }
        if (message.At("reasoning_details") is { } details)
        {
            read.Contents.Insert(
                0,
                new TextReasoningContent("") { ProtectedData = details.GetRawText() }
            );
        }
        read.AdditionalProperties = [];
        ReadOptions.Keep(
            read.AdditionalProperties,
            message,
            provider,
            "role",
            "content",
            "tool_calls",
            "prefix",
            "reasoning_details"
        );
        return read;
    }

    private IEnumerable<AIContent> Contents(JsonElement message) =>
        message.At("content") switch
        {
            { ValueKind: JsonValueKind.String } text => [new TextContent(text.GetString())],
            { ValueKind: JsonValueKind.Array } parts => parts.EnumerateArray().SelectMany(Part),
            _ => [],
        };

    private IEnumerable<AIContent> Part(JsonElement part)
    {
        switch (part.String("type"))
        {
            case "text":
                yield return new TextContent(part.String("text")).With(
                    part,
                    provider,
                    "type",
                    "text"
                );
                break;
            case "thinking":
                foreach (var thought in part.List("thinking"))
                {
                    yield return new TextReasoningContent(thought.String("text"));
                }
                break;
            case "image_url":
                yield return ReadOptions.Media(part.String("image_url", "url")!, "image/*");
                break;
            case "video_url":
                yield return ReadOptions.Media(part.String("video_url", "url")!, "video/mp4");
                break;
            case "document_url":
                yield return ReadOptions.Media(part.String("document_url")!, "application/pdf");
                break;
            case "input_audio":
                yield return new DataContent(
                    Convert.FromBase64String(part.String("input_audio", "data")!),
                    "audio/" + part.String("input_audio", "format")
                );
                break;
            case "file" when part.String("file", "file_id") is { } id:
                yield return new HostedFileContent(id);
                break;
            case "file":
                yield return ReadOptions.Media(
                    part.String("file", "file_data")!,
                    "application/pdf",
                    part.String("file", "filename")
                );
                break;
            default:
                yield return new ProviderContent(provider, part);
                break;
        }
    }
}
