using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Tests.Replay.Responses;

/// <summary>Reads a recorded Responses request back into what an app would have said.</summary>
internal sealed class ResponsesRequestReader(string provider)
{
    public ReadRequest Read(JsonElement request)
    {
        var options = new ChatOptions
        {
            ModelId = request.String("model"),
            Instructions = request.String("instructions"),
            ConversationId =
                request.String("previous_response_id") ?? request.String("conversation"),
            MaxOutputTokens = (int?)request.Long("max_output_tokens"),
            Temperature = (float?)request.At("temperature")?.GetDouble(),
            TopP = (float?)request.At("top_p")?.GetDouble(),
            ToolMode = Mode(request.At("tool_choice")),
            AdditionalProperties = [],
        };
        if (request.At("parallel_tool_calls") is { } parallel)
        {
            options.AllowMultipleToolCalls = parallel.GetBoolean();
        }
        if (request.List("tools").Select(Tool).ToList() is { Count: > 0 } tools)
        {
            options.Tools = tools;
        }
        if (request.At("tool_choice") is { } choice && options.ToolMode is null)
        {
            options.AdditionalProperties[$"{provider}.tool_choice"] = choice;
        }
        ReadText(request, options);
        ReadReasoning(request, options);
        ReadOptions.Keep(
            options.AdditionalProperties,
            request,
            provider,
            "model",
            "instructions",
            "previous_response_id",
            "conversation",
            "max_output_tokens",
            "temperature",
            "top_p",
            "tool_choice",
            "parallel_tool_calls",
            "tools",
            "input",
            "text",
            "reasoning",
            "stream"
        );
        return new ReadRequest(Messages(request), options, request.True("stream"));
    }

    private void ReadText(JsonElement request, ChatOptions options)
    {
        if (request.At("text") is not { } text)
        {
            return;
        }
        options.ResponseFormat = text.String("format", "type") switch
        {
            "json_object" => ChatResponseFormat.Json,
            "json_schema" => ChatResponseFormat.ForJsonSchema(
                text.At("format", "schema")!.Value,
                text.String("format", "name"),
                text.String("format", "description")
            ),
            _ => null,
        };
        Rest(text, "text", options, "format");
    }

    private void ReadReasoning(JsonElement request, ChatOptions options)
    {
        if (request.At("reasoning") is not { } reasoning)
        {
            return;
        }
        options.Reasoning = new ReasoningOptions
        {
            Effort = ReadOptions.Effort(reasoning.String("effort")),
            Output = reasoning.String("summary") switch
            {
                "auto" => ReasoningOutput.Summary,
                "detailed" => ReasoningOutput.Full,
                _ => null,
            },
        };
        Rest(reasoning, "reasoning", options, "effort", "summary");
    }

    private void Rest(JsonElement source, string name, ChatOptions options, params string[] known)
    {
        var rest = source
            .EnumerateObject()
            .Where(member =>
                !known.Contains(member.Name, StringComparer.Ordinal)
                && member.Value.ValueKind != JsonValueKind.Null
            )
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        if (rest.Count > 0)
        {
            options.AdditionalProperties![$"{provider}.{name}"] = JsonSerializer.SerializeToElement(
                rest
            );
        }
    }

    private static ChatToolMode? Mode(JsonElement? choice) =>
        choice switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } specific => specific.String("name") is { } name
                ? ChatToolMode.RequireSpecific(name)
                : null,
            { } word => word.GetString() switch
            {
                "auto" => ChatToolMode.Auto,
                "none" => ChatToolMode.None,
                _ => ChatToolMode.RequireAny,
            },
        };

    private AITool Tool(JsonElement tool) =>
        tool.String("type") == "function"
            ? ReadOptions.Tool(
                tool,
                tool,
                provider,
                "parameters",
                "type",
                "name",
                "description",
                "parameters",
                "strict"
            )
            : new ProviderTool(provider, tool);

    private List<ChatMessage> Messages(JsonElement request) =>
        request.String("input") is { } text
            ? [new ChatMessage(ChatRole.User, text)]
            : [.. request.List("input").Select(Item)];

    private ChatMessage Item(JsonElement item)
    {
        switch (item.String("type"))
        {
            case null or "message":
                return Said(item);
            case "function_call":
                var call = ReadOptions
                    .Call(item.String("call_id")!, item.String("name")!, item.String("arguments"))
                    .With(item, provider, "type", "call_id", "name", "arguments");
                return new ChatMessage(ChatRole.Assistant, [call]);
            case "function_call_output":
                var output =
                    item.String("output") ?? (object)item.List("output").Select(Part).ToList();
                return new ChatMessage(
                    ChatRole.Tool,
                    [new FunctionResultContent(item.String("call_id")!, output)]
                );
            case "reasoning":
                return new ChatMessage(ChatRole.Assistant, [.. Reasoning(item)]);
            default:
                return new ChatMessage(
                    item.String("role") is { } role ? new ChatRole(role) : ChatRole.Assistant,
                    [new ProviderContent(provider, item)]
                );
        }
    }

    private ChatMessage Said(JsonElement item)
    {
        var role = new ChatRole(item.String("role")!);
        if (role != ChatRole.Assistant)
        {
            return new ChatMessage(
                role,
                item.String("content") is { } text
                    ? [new TextContent(text)]
                    : [.. item.List("content").Select(Part)]
            );
        }
        var said =
            item.String("content")
            ?? string.Concat(item.List("content").Select(part => part.String("text")));
        return new ChatMessage(
            role,
            [new TextContent(said).With(item, provider, "role", "content", "type", "status")]
        );
    }

    private IEnumerable<AIContent> Reasoning(JsonElement item)
    {
        var thoughts = item.List("summary")
            .Select(part => new TextReasoningContent(part.String("text")))
            .ToList();
        foreach (var part in item.List("content"))
        {
            thoughts.Add(
                new TextReasoningContent(part.String("text"))
                {
                    AdditionalProperties = new() { [$"{provider}.raw"] = true },
                }
            );
        }
        if (thoughts.Count == 0)
        {
            thoughts.Add(new TextReasoningContent(""));
        }
        thoughts[^1].ProtectedData = item.String("encrypted_content");
        foreach (var thought in thoughts)
        {
            thought.AdditionalProperties ??= [];
            thought.AdditionalProperties[ProviderFields.Origin] = provider;
            if (item.String("id") is { } id)
            {
                thought.AdditionalProperties[$"{provider}.id"] = id;
            }
        }
        return thoughts;
    }

    private AIContent Part(JsonElement part)
    {
        AIContent content = part.String("type") switch
        {
            "input_text" => new TextContent(part.String("text")),
            "input_image" when part.String("file_id") is { } id => new HostedFileContent(id)
            {
                MediaType = "image/png",
            },
            "input_image" => ReadOptions.Media(part.String("image_url")!, "image/*"),
            "input_file" when part.String("file_id") is { } id => new HostedFileContent(id),
            "input_file" when part.String("file_url") is { } url => new UriContent(
                url,
                "application/pdf"
            ),
            "input_file" => ReadOptions.Media(
                part.String("file_data")!,
                "application/pdf",
                part.String("filename")
            ),
            _ => new ProviderContent(provider, part),
        };
        return content is ProviderContent
            ? content
            : content.With(
                part,
                provider,
                "type",
                "text",
                "file_id",
                "image_url",
                "file_url",
                "file_data",
                "filename",
                "detail"
            );
    }
}
