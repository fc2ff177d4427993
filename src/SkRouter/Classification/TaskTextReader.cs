using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;
using SkRouter.Routing;

namespace SkRouter.Classification;

/// <summary>Finds in a request what a classifier looks at, in the language that the caller used.</summary>
internal static class TaskTextReader
{
    public static TaskText Read(ModelRequest request, out bool hasImages) =>
        request.IsSemanticKernel
            ? Read(request, request.History, out hasImages)
            : Read(request, request.Messages, out hasImages);

    private static TaskText Read(ModelRequest request, ChatHistory history, out bool hasImages)
    {
        hasImages = false;
        string? task = null;
        string instructions = "";
        long characters = 0;
        var toolResults = 0;
        for (var i = history.Count - 1; i >= 0; i--)
        {
            var message = history[i];
            var text = MessageText.Of(message) ?? "";
            characters += text.Length + ItemCharacters(message, ref hasImages);
            if (message.Role == AuthorRole.Tool && task is null)
            {
                toolResults++;
            }
            else if (message.Role == AuthorRole.User)
            {
                task ??= text;
            }
            else if (message.Role == AuthorRole.System || message.Role == AuthorRole.Developer)
            {
                instructions = text;
            }
        }

        return Make(
            request,
            task,
            instructions,
            history.Count,
            toolResults,
            characters,
            WantsSchema(request.Settings)
        );
    }

    private static long ItemCharacters(ChatMessageContent message, ref bool hasImages)
    {
        long characters = 0;
        var items = message.Items;
        for (var i = 0; i < items.Count; i++)
        {
            switch (items[i])
            {
                case ImageContent:
                    hasImages = true;
                    break;
                case Microsoft.SemanticKernel.FunctionResultContent { Result: string result }:
                    characters += result.Length;
                    break;
            }
        }

        return characters;
    }

    private static TaskText Read(
        ModelRequest request,
        IReadOnlyList<ChatMessage> messages,
        out bool hasImages
    )
    {
        hasImages = false;
        string? task = null;
        var instructions = request.Options?.Instructions ?? "";
        long characters = instructions.Length;
        var toolResults = 0;
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            var message = messages[i];
            var text = message.Text;
            characters += text.Length + ItemCharacters(message, ref hasImages);
            if (message.Role == ChatRole.Tool && task is null)
            {
                toolResults++;
            }
            else if (message.Role == ChatRole.User)
            {
                task ??= text;
            }
            else if (message.Role == ChatRole.System)
            {
                instructions = text;
            }
        }

        var schema = request.Options?.ResponseFormat is ChatResponseFormatJson { Schema: not null };
        return Make(request, task, instructions, messages.Count, toolResults, characters, schema);
    }

    private static long ItemCharacters(ChatMessage message, ref bool hasImages)
    {
        long characters = 0;
        foreach (var item in message.Contents)
        {
            switch (item)
            {
                case DataContent data when data.HasTopLevelMediaType("image"):
                case UriContent uri when uri.HasTopLevelMediaType("image"):
                    hasImages = true;
                    break;
                case Microsoft.Extensions.AI.FunctionResultContent { Result: string result }:
                    characters += result.Length;
                    break;
            }
        }

        return characters;
    }

    private static TaskText Make(
        ModelRequest request,
        string? task,
        string instructions,
        int turns,
        int toolResults,
        long characters,
        bool schema
    ) =>
        new()
        {
            Task = task ?? "",
            Instructions = instructions,
            Turns = turns,
            ToolResults = toolResults,
            ToolsOffered = request.ToolCount,
            TotalCharacters = characters,
            WantsJsonSchema = schema,
        };

    private static bool WantsSchema(PromptExecutionSettings? settings) =>
        settings is not null && RequestedFormat.Of(settings) is not (null or string);
}
