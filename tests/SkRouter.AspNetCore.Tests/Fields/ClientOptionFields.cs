#pragma warning disable MEAI001 // Fields in preview are fields too.
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>What sets each of the chat options.</summary>
internal static class ClientOptionFields
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}"""
    );

    public static Dictionary<string, Action<LibraryRequest>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["Instructions"] = request => request.Options.Instructions = "Be brief.",
            ["Temperature"] = request => request.Options.Temperature = 0.5f,
            ["MaxOutputTokens"] = request => request.Options.MaxOutputTokens = 50,
            ["TopP"] = request => request.Options.TopP = 0.25f,
            ["TopK"] = request => request.Options.TopK = 7,
            ["FrequencyPenalty"] = request => request.Options.FrequencyPenalty = 0.5f,
            ["PresencePenalty"] = request => request.Options.PresencePenalty = 0.5f,
            ["Seed"] = request => request.Options.Seed = 9,
            ["StopSequences"] = request => request.Options.StopSequences = ["x"],
            ["Reasoning.Effort"] = request =>
                request.Options.Reasoning = new() { Effort = ReasoningEffort.High },
            ["Reasoning.Effort (None)"] = request =>
                request.Options.Reasoning = new() { Effort = ReasoningEffort.None },
            ["Reasoning.Effort (ExtraHigh)"] = request =>
                request.Options.Reasoning = new() { Effort = ReasoningEffort.ExtraHigh },
            ["Reasoning.Output (Summary)"] = request =>
                request.Options.Reasoning = new()
                {
                    Effort = ReasoningEffort.Low,
                    Output = ReasoningOutput.Summary,
                },
            ["Reasoning.Output (None)"] = request =>
                request.Options.Reasoning = new()
                {
                    Effort = ReasoningEffort.Low,
                    Output = ReasoningOutput.None,
                },
            ["ResponseFormat (Text)"] = request =>
                request.Options.ResponseFormat = ChatResponseFormat.Text,
            ["ResponseFormat (Json)"] = request =>
                request.Options.ResponseFormat = ChatResponseFormat.Json,
            ["ResponseFormat (schema)"] = request =>
                request.Options.ResponseFormat = ChatResponseFormat.ForJsonSchema(
                    Schema,
                    "out",
                    "An answer."
                ),
            ["ConversationId"] = request => request.Options.ConversationId = "resp_1",
            ["AllowBackgroundResponses"] = request =>
                request.Options.AllowBackgroundResponses = true,
            ["ContinuationToken"] = request =>
                request.Options.ContinuationToken = ResponseContinuationToken.FromBytes(
                    new byte[] { 1 }
                ),
            ["RawRepresentationFactory"] = request =>
                request.Options.RawRepresentationFactory =
                    _ => new OpenAI.Chat.ChatCompletionOptions { EndUserId = "u1" },
            ["AdditionalProperties (by the name of OpenAI)"] = request =>
                request.Options.AdditionalProperties = new() { ["user"] = "u1" },
            ["AdditionalProperties (of a protocol)"] = request =>
                request.Options.AdditionalProperties = new()
                {
                    [$"{WireProtocols.Responses}.truncation"] = "auto",
                },
            ["AdditionalProperties (of a provider)"] = request =>
                request.Options.AdditionalProperties = new() { ["anthropic.inference_geo"] = "us" },
            ["AdditionalProperties (cachedContent)"] = request =>
                request.Options.AdditionalProperties = new()
                {
                    [$"{WireProtocols.GenerateContent}.cachedContent"] = "cachedContents/1",
                },
            ["AdditionalProperties (safetySettings)"] = request =>
                request.Options.AdditionalProperties = new()
                {
                    [$"{WireProtocols.GenerateContent}.safetySettings"] = new[]
                    {
                        new { category = "HARM_CATEGORY_HARASSMENT", threshold = "BLOCK_NONE" },
                    },
                },
            ["AdditionalProperties (generationConfig)"] = request =>
                request.Options.AdditionalProperties = new()
                {
                    [$"{WireProtocols.GenerateContent}.generationConfig"] = new
                    {
                        mediaResolution = "MEDIA_RESOLUTION_LOW",
                        speechConfig = new { languageCode = "en-US" },
                    },
                },
            ["AdditionalProperties (unknown)"] = request =>
                request.Options.AdditionalProperties = new() { ["x_new"] = 1 },
            ["Tools"] = request => request.Options.Tools = [Look()],
            ["Tools (none)"] = request => request.Options.Tools = [],
            ["Tools (HostedWebSearchTool)"] = request =>
                request.Options.Tools = [new HostedWebSearchTool()],
            ["Tools (HostedCodeInterpreterTool)"] = request =>
                request.Options.Tools = [new HostedCodeInterpreterTool()],
            ["Tools (HostedFileSearchTool)"] = request =>
                request.Options.Tools = [
                    new HostedFileSearchTool { Inputs = [new HostedVectorStoreContent("vs_1")] },
                ],
            ["Tools (HostedMcpServerTool)"] = request =>
                request.Options.Tools = [new HostedMcpServerTool("wiki", "https://x.test/mcp")],
            ["Tools (HostedImageGenerationTool)"] = request =>
                request.Options.Tools = [new HostedImageGenerationTool()],
            ["ToolMode (Auto)"] = request => Choose(request, ChatToolMode.Auto),
            ["ToolMode (None)"] = request => Choose(request, ChatToolMode.None),
            ["ToolMode (RequireAny)"] = request => Choose(request, ChatToolMode.RequireAny),
            ["ToolMode (RequireSpecific)"] = request =>
                Choose(request, ChatToolMode.RequireSpecific("look")),
            ["AllowMultipleToolCalls"] = request =>
            {
                Choose(request, mode: null);
                request.Options.AllowMultipleToolCalls = false;
            },
        };

    public static AIFunctionDeclaration Look() =>
        AIFunctionFactory.CreateDeclaration(
            "look",
            "Looks.",
            JsonElement.Parse(
                """{"type":"object","properties":{"q":{"type":"string"}},"required":["q"]}"""
            )
        );

    private static void Choose(LibraryRequest request, ChatToolMode? mode)
    {
        request.Options.Tools = [Look()];
        request.Options.ToolMode = mode;
    }
}
