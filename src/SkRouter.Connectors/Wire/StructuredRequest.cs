using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>A request for an answer by a schema, put in the way that the model understands.</summary>
internal sealed record StructuredRequest(
    IEnumerable<ChatMessage> Messages,
    ChatOptions? Options,
    StructuredOutput Way
)
{
    private const string ToolName = "give_answer";

    public JsonElement Schema { get; private init; }

    public static StructuredRequest Of(
        IEnumerable<ChatMessage> messages,
        ChatOptions options,
        StructuredOutput way
    )
    {
        var format = (ChatResponseFormatJson)options.ResponseFormat!;
        var schema = format.Schema!.Value;
        var rewritten = options.Clone();
        switch (way)
        {
            case StructuredOutput.Tool:
                rewritten.ResponseFormat = null;
                AddTool(rewritten, format);
                return new(messages, rewritten, way) { Schema = schema };
            case StructuredOutput.Instruction:
                rewritten.ResponseFormat = ChatResponseFormat.Json;
                return new([Instruction(schema), .. messages], rewritten, way) { Schema = schema };
            default:
                return new(messages, options, way);
        }
    }

    public static AIContent Unwrap(AIContent content) =>
        content is FunctionCallContent { Name: ToolName, Exception: null } call
            ? new TextContent(WireJson.Write(WireJson.Arguments(call)))
            : content;

    /// <summary>Only a whole answer is held to the schema: a tool call comes first, and a cut answer is judged by its cut.</summary>
    public bool Checks(ChatFinishReason? finish) =>
        Way == StructuredOutput.Instruction && finish == ChatFinishReason.Stop;

    private static ChatMessage Instruction(JsonElement schema) =>
        new(
            ChatRole.System,
            "Answer with one JSON object and nothing else. It must be valid against this JSON schema: "
                + schema.GetRawText()
        );

    /// <summary>Beside tools of the caller the model may also call one of those first, so then any call will do.</summary>
    private static void AddTool(ChatOptions options, ChatResponseFormatJson format)
    {
        var tool = AIFunctionFactory.CreateDeclaration(
            ToolName,
            format.SchemaDescription ?? "Gives the final answer. Call it once, when you are done.",
            format.Schema!.Value
        );
        var hasOthers = options.Tools is { Count: > 0 };
        options.Tools = [.. options.Tools ?? [], tool];
        options.ToolMode = hasOthers
            ? ChatToolMode.RequireAny
            : ChatToolMode.RequireSpecific(ToolName);
    }
}
