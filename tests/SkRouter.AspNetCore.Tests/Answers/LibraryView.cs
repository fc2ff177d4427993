using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Protocols;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Shows as JSON what an app gets of an answer from the library's two faces.</summary>
internal static class LibraryView
{
    private const string Role = "skrouter.role";

    public static async Task<JsonObject> OfClientAsync(ModelRouter router, bool streamed)
    {
        var options = new ChatOptions { AdditionalProperties = new() { [Role] = "writer" } };
        ChatMessage[] messages = [new(ChatRole.User, "Hi")];
        if (!streamed)
        {
            var answer = await ((IChatClient)router).GetResponseAsync(messages, options);
            return View(
                answer.Messages.SelectMany(message => message.Contents).Select(Content),
                answer.FinishReason?.Value,
                answer.Usage,
                answer.AdditionalProperties,
                [answer.RawRepresentation]
            );
        }

        var updates = new List<ChatResponseUpdate>();
        await foreach (
            var update in ((IChatClient)router).GetStreamingResponseAsync(messages, options)
        )
        {
            updates.Add(update);
        }

        var extras = new AdditionalPropertiesDictionary();
        foreach (
            var (key, value) in updates.SelectMany(update => update.AdditionalProperties ?? [])
        )
        {
            extras[key] = value;
        }

        var contents = updates.SelectMany(update => update.Contents).ToList();
        return View(
            contents.Where(content => content is not UsageContent).Select(Content),
            updates
                .Select(update => update.FinishReason?.Value)
                .LastOrDefault(finish => finish is not null),
            contents.OfType<UsageContent>().LastOrDefault()?.Details,
            extras,
            updates.Select(update => update.RawRepresentation)
        );
    }

    public static async Task<JsonObject> OfKernelAsync(ModelRouter router, bool streamed)
    {
        var settings = new PromptExecutionSettings { ServiceId = "writer" };
        var history = new ChatHistory("Be brief.");
        history.AddUserMessage("Hi");
        if (!streamed)
        {
            var answer = (
                await ((IChatCompletionService)router).GetChatMessageContentsAsync(
                    history,
                    settings
                )
            )[0];
            return View(
                answer.Items.Select(Item),
                answer.Metadata?["FinishReason"] as string,
                answer.Metadata?["Usage"] as UsageDetails,
                answer.Metadata,
                [answer.InnerContent]
            );
        }

        var pieces = new List<StreamingChatMessageContent>();
        await foreach (
            var piece in ((IChatCompletionService)router).GetStreamingChatMessageContentsAsync(
                history,
                settings
            )
        )
        {
            pieces.Add(piece);
        }

        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (
            var (key, value) in pieces.SelectMany(piece =>
                piece.Metadata ?? new Dictionary<string, object?>()
            )
        )
        {
            metadata[key] = value ?? metadata.GetValueOrDefault(key);
        }

        return View(
            pieces.SelectMany(piece => piece.Items).Select(Item),
            metadata.GetValueOrDefault("FinishReason") as string,
            metadata.GetValueOrDefault("Usage") as UsageDetails,
            metadata,
            pieces.Select(piece => piece.InnerContent)
        );
    }

    private static JsonObject View(
        IEnumerable<JsonObject> contents,
        string? finish,
        UsageDetails? usage,
        IEnumerable<KeyValuePair<string, object?>>? extras,
        IEnumerable<object?> raw
    )
    {
        var named = new JsonObject();
        foreach (var (key, value) in Expected(extras))
        {
            named[key] = JsonSerializer.SerializeToNode(value);
        }

        return new()
        {
            ["contents"] = Joined(contents),
            ["finish"] = finish,
            ["usage"] = JsonSerializer.SerializeToNode(usage, AIJsonUtilities.DefaultOptions),
            ["extras"] = named,
            ["raw"] = new JsonArray([
                .. raw.OfType<JsonElement>().Select(json => JsonNode.Parse(json.GetRawText())),
            ]),
        };
    }

    /// <summary>Gets the entries that the table speaks of: some are found by their keys only.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> Expected(
        IEnumerable<KeyValuePair<string, object?>>? extras
    )
    {
        foreach (
            var key in AnswerTable
                .Rows.SelectMany(row => row.To.Select(cell => cell.Value))
                .OfType<JsonObject>()
                .SelectMany(cell => cell["extras"]?.AsObject() ?? [])
                .Select(expected => expected.Key)
                .Distinct()
        )
        {
            object? value = null;
            var isThere = extras switch
            {
                IReadOnlyDictionary<string, object?> view => view.TryGetValue(key, out value),
                _ => false,
            };
            if (isThere && value is string or JsonElement)
            {
                yield return new(key, value);
            }
        }
    }

    /// <summary>Neighbouring texts are one text, as in an answer that is not streamed.</summary>
    private static JsonArray Joined(IEnumerable<JsonObject> contents)
    {
        var joined = new JsonArray();
        foreach (var content in contents)
        {
            var type = content["type"]!.GetValue<string>();
            if (
                type is "text" or "reasoning" or "refusal"
                && joined.Count > 0
                && joined[^1]!["type"]!.GetValue<string>() == type
            )
            {
                var last = joined[^1]!.AsObject();
                foreach (var (name, value) in content)
                {
                    switch (name)
                    {
                        case "type":
                            break;
                        case "text":
                            last[name] = last[name]!.GetValue<string>() + value!.GetValue<string>();
                            break;
                        case "annotations":
                            last[name] ??= new JsonArray();
                            foreach (var item in value!.AsArray())
                            {
                                last[name]!.AsArray().Add(item!.DeepClone());
                            }

                            break;
                        default:
                            last[name] = value?.DeepClone();
                            break;
                    }
                }
            }
            else if (content["text"]?.GetValue<string>() is not "" || content.Count > 2)
            {
                joined.Add(content);
            }
        }

        return joined;
    }

    private static JsonObject Content(AIContent content)
    {
        JsonObject view = content switch
        {
            TextReasoningContent reasoning => new()
            {
                ["type"] = "reasoning",
                ["text"] = reasoning.Text,
            },
            Microsoft.Extensions.AI.TextContent text => new()
            {
                ["type"] = "text",
                ["text"] = text.Text,
            },
            Microsoft.Extensions.AI.FunctionCallContent call => Call(
                call.CallId,
                call.Name,
                JsonSerializer.SerializeToNode(call.Arguments, AIJsonUtilities.DefaultOptions)
            ),
            DataContent data => new()
            {
                ["type"] = "data",
                ["mediaType"] = data.MediaType,
                ["data"] = data.Base64Data.ToString(),
            },
            UriContent link => new() { ["type"] = "uri", ["uri"] = link.Uri.OriginalString },
            ErrorContent error => new()
            {
                ["type"] = error.ErrorCode == "Refusal" ? "refusal" : "error",
                ["text"] = error.Message,
            },
            ProviderContent own => new()
            {
                ["type"] = "block",
                ["block"] = JsonNode.Parse(own.Block.GetRawText()),
            },
            _ => new() { ["type"] = content.GetType().Name },
        };
        if (content is TextReasoningContent { ProtectedData: { Length: > 0 } seal })
        {
            view["protected"] = seal;
        }

        AddMarks(view, content.AdditionalProperties);
        if (content.Annotations is { Count: > 0 } annotations)
        {
            view["annotations"] = new JsonArray([.. annotations.Select(Annotation)]);
        }

        return view;
    }

    private static JsonObject Item(object item)
    {
        JsonObject view = item switch
        {
            ReasoningContent reasoning => new()
            {
                ["type"] = "reasoning",
                ["text"] = reasoning.Text,
            },
            StreamingReasoningContent reasoning => new()
            {
                ["type"] = "reasoning",
                ["text"] = reasoning.ToString(),
            },
            Microsoft.SemanticKernel.TextContent text => new()
            {
                ["type"] = "text",
                ["text"] = text.Text,
            },
            StreamingTextContent text => new() { ["type"] = "text", ["text"] = text.Text },
            Microsoft.SemanticKernel.FunctionCallContent call => Call(
                call.Id,
                call.FunctionName,
                JsonSerializer.SerializeToNode(call.Arguments)
            ),
            StreamingFunctionCallUpdateContent call => Call(
                call.CallId,
                call.Name,
                JsonNode.Parse(call.Arguments ?? "{}")
            ),
            BinaryContent { DataUri: { } } data => Data(data),
            StreamingMediaContent media => Data(media.Content),
            BinaryContent { Uri: { } link } => new()
            {
                ["type"] = "uri",
                ["uri"] = link.OriginalString,
            },
            _ => new() { ["type"] = item.GetType().Name },
        };
        var metadata = item is KernelContent content
            ? content.Metadata
            : (item as StreamingKernelContent)?.Metadata;
        AddMarks(view, metadata);
        if (metadata?.GetValueOrDefault("ProtectedData") is string { Length: > 0 } seal)
        {
            view["protected"] = seal;
        }

        if (metadata?.GetValueOrDefault("Annotations") is IEnumerable<AIAnnotation> annotations)
        {
            view["annotations"] = new JsonArray([.. annotations.Select(Annotation)]);
        }

        return view;
    }

    private static JsonObject Data(BinaryContent data) =>
        data.DataUri is null
            ? new() { ["type"] = "uri", ["uri"] = data.Uri!.OriginalString }
            : new()
            {
                ["type"] = "data",
                ["mediaType"] = data.MimeType,
                ["data"] = Convert.ToBase64String(data.Data!.Value.Span),
            };

    private static JsonObject Call(string? id, string? name, JsonNode? arguments) =>
        new()
        {
            ["type"] = "call",
            ["id"] = id,
            ["name"] = name,
            ["arguments"] = arguments,
        };

    private static void AddMarks(JsonObject view, IEnumerable<KeyValuePair<string, object?>>? marks)
    {
        foreach (var (key, value) in marks ?? [])
        {
            if (
                key.Contains('.', StringComparison.Ordinal)
                && key != "skrouter.provider"
                && value is string or bool or JsonElement
            )
            {
                view[key] = JsonSerializer.SerializeToNode(value);
            }
        }
    }

    private static JsonObject Annotation(AIAnnotation annotation)
    {
        var citation = (CitationAnnotation)annotation;
        var region = citation.AnnotatedRegions?.OfType<TextSpanAnnotatedRegion>().FirstOrDefault();
        return new()
        {
            ["url"] = citation.Url?.OriginalString,
            ["title"] = citation.Title,
            ["fileId"] = citation.FileId,
            ["snippet"] = citation.Snippet,
            ["start"] = region?.StartIndex,
            ["end"] = region?.EndIndex,
        };
    }
}
