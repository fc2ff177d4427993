using System.Text.Json;

namespace SkRouter.Simulator.Answering;

/// <summary>Reads a chat-completions body and refuses what the real API refuses.</summary>
internal static class RequestReader
{
    public static SimulatedRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw ApiError.Invalid(
                "We could not parse the JSON body of your request: an object is expected.",
                null
            );
        }

        var model = Text(body, "model");
        if (string.IsNullOrEmpty(model))
        {
            throw ApiError.Invalid("you must provide a model parameter", "model");
        }

        if (
            !body.TryGetProperty("messages", out var messages)
            || messages.ValueKind != JsonValueKind.Array
            || messages.GetArrayLength() == 0
        )
        {
            throw ApiError.Invalid(
                "'messages' must be an array with at least one message.",
                "messages"
            );
        }

        var reading = new MessageReading();
        foreach (var message in messages.EnumerateArray())
        {
            reading.Add(message);
        }

        reading.Complete();
        return Build(body, model, reading);
    }

    private static SimulatedRequest Build(JsonElement body, string model, MessageReading messages)
    {
        var (tools, toolTokens) = ReadTools(body);
        return new(body, messages.Texts)
        {
            Model = model,
            Streamed = Flag(body, "stream"),
            IncludeUsage =
                body.TryGetProperty("stream_options", out var options)
                && options.ValueKind == JsonValueKind.Object
                && Flag(options, "include_usage"),
            MaxTokens = Number(body, "max_completion_tokens") ?? Number(body, "max_tokens"),
            User = messages.User,
            System = string.Join('\n', messages.System),
            ToolResults = [.. messages.ToolResults],
            LastRole = messages.LastRole,
            Tools = tools,
            PromptTokens = TokenEstimator.PerRequest + messages.Tokens + toolTokens,
        };
    }

    private static (IReadOnlyList<string> Names, long Tokens) ReadTools(JsonElement body)
    {
        if (!body.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array)
        {
            return ([], 0);
        }

        var names = new List<string>(tools.GetArrayLength());
        foreach (var tool in tools.EnumerateArray())
        {
            if (
                tool.TryGetProperty("function", out var function)
                && Text(function, "name") is { Length: > 0 } name
            )
            {
                names.Add(name);
            }
        }

        return (names, TokenEstimator.Count(tools.GetRawText()));
    }

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
            ? number
            : null;
}
