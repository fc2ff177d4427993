using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>What the clients over OpenAI's own SDK, Semantic Kernel's and Microsoft.Extensions.AI's, leave out without a word.</summary>
internal static partial class OpenAIClients
{
    private const string Strict = "strict";

    public static bool Are(Type type) =>
        type.FullName?.Contains("OpenAI", StringComparison.Ordinal) is true;

    /// <summary>Gets a client that also takes tools whose names OpenAI's models refuse.</summary>
    public static IChatClient Named(IChatClient client) =>
        Is(client) ? new ToolNameClient(client, static _ => TakesToolName) : client;

    /// <summary>Gets the settings for a service of Semantic Kernel, which has no tools with names that it or OpenAI's models do not take.</summary>
    public static PromptExecutionSettings? SettingsOf(ModelRequest request)
    {
        if (!request.IsSemanticKernel)
        {
            foreach (var tool in request.Options?.Tools ?? [])
            {
                if (tool is AIFunctionDeclaration && !TakesToolName(tool.Name))
                {
                    throw ForeignRequest.Refused($"tool:{tool.Name}");
                }
            }
        }

        return request.Settings;
    }

    private static bool TakesToolName(string name) => name.Length <= 64 && ToolName().IsMatch(name);

    /// <summary>Names what such a client would lose, or refuses what the request would mean something else without.</summary>
    public static void Check(AttemptRun run, ChatOptions copy)
    {
        if (!Is(run.Deployment.ChatClient))
        {
            return;
        }

        if (copy.TopK is not null)
        {
            copy.TopK = null;
            run.LeaveOut("top_k");
        }

        foreach (var (key, value) in copy.AdditionalProperties ?? [])
        {
            if (value is not null && !key.Contains('.', StringComparison.Ordinal) && key != Strict)
            {
                run.LeaveOut(key);
            }
        }

        Verify(run.Request.Messages);
    }

    /// <summary>Gets a message as such a client sends all of it: the same one where nothing has to change. What it would leave out is named.</summary>
    public static ChatMessage Fit(AttemptRun run, ChatMessage message)
    {
        if (!message.Contents.Any(NeedsChange) || !Is(run.Deployment.ChatClient))
        {
            return message;
        }

        var copy = message.Clone();
        copy.Contents = [];
        foreach (var content in message.Contents)
        {
            if (content is DataContent text && text.HasTopLevelMediaType("text"))
            {
                copy.Contents.Add(TextOf(text));
            }
            else if (content is TextReasoningContent)
            {
                run.LeaveOut("content:reasoning");
            }
            else if (message.Role == ChatRole.Assistant && content is DataContent or UriContent)
            {
                run.LeaveOut(IsImage(content) ? "content:image" : "content:file");
            }
            else
            {
                copy.Contents.Add(content);
            }
        }

        return copy;

        bool NeedsChange(AIContent content) =>
            content is TextReasoningContent
            || (content is DataContent data && data.HasTopLevelMediaType("text"))
            || (message.Role == ChatRole.Assistant && content is DataContent or UriContent);
    }

    /// <summary>Names what Semantic Kernel's service leaves out of messages without a word.</summary>
    public static void NameLost(AttemptRun run)
    {
        foreach (var message in run.Request.Messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is TextReasoningContent)
                {
                    run.LeaveOut("content:reasoning");
                }
                else if (message.Role == ChatRole.Assistant && content is DataContent or UriContent)
                {
                    run.LeaveOut(IsImage(content) ? "content:image" : "content:file");
                }
            }
        }
    }

    [GeneratedRegex(
        "^[a-zA-Z0-9_-]+$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex ToolName();

    private static bool Is(IChatClient? client) =>
        client?.GetService<ChatClientMetadata>()?.ProviderName is "openai";

    private static bool IsImage(AIContent content) =>
        content is DataContent data
            ? data.HasTopLevelMediaType("image")
            : ((UriContent)content).HasTopLevelMediaType("image");

    private static Microsoft.Extensions.AI.TextContent TextOf(DataContent data)
    {
        var text = System.Text.Encoding.UTF8.GetString(data.Data.Span);
        return new(string.IsNullOrEmpty(data.Name) ? text : $"{data.Name}:\n{text}");
    }

    /// <summary>Refuses media that such a client does not send.</summary>
    public static void Verify(IReadOnlyList<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (message.Role != ChatRole.Assistant && KindOf(content) is { } kind)
                {
                    throw ForeignRequest.Refused($"content:{kind}");
                }
            }
        }
    }

    private static string? KindOf(AIContent content) =>
        content switch
        {
            DataContent data when data.HasTopLevelMediaType("video") => "video",
            DataContent data when data.HasTopLevelMediaType("audio") => data.MediaType
                is "audio/wav"
                    or "audio/mpeg"
                ? null
                : "audio",
            DataContent data
                when !data.HasTopLevelMediaType("image")
                    && !data.HasTopLevelMediaType("text")
                    && data.MediaType is not "application/pdf" => "file",
            UriContent link when link.HasTopLevelMediaType("image") => null,
            UriContent link when link.HasTopLevelMediaType("video") => "video",
            UriContent link when link.HasTopLevelMediaType("audio") => "audio",
            UriContent => "file",
            _ => null,
        };
}
