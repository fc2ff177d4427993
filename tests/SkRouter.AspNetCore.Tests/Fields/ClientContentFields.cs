#pragma warning disable MEAI001 // Fields in preview are fields too.
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>What puts each kind of content, and each member of a message, into a request.</summary>
internal static class ClientContentFields
{
    private static readonly byte[] Bytes = [1, 2, 3];

    public static Dictionary<string, Action<LibraryRequest>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["a text"] = request => User(request, []),
            ["TextContent (two)"] = request => User(request, [new TextContent("more")]),
            ["DataContent (image)"] = request =>
                User(request, [new DataContent(Bytes, "image/png")]),
            ["DataContent (image, detail)"] = request =>
                User(
                    request,
                    [
                        new DataContent(Bytes, "image/png")
                        {
                            AdditionalProperties = new() { ["detail"] = "high" },
                        },
                    ]
                ),
            ["DataContent (audio)"] = request =>
                User(request, [new DataContent(Bytes, "audio/wav")]),
            ["DataContent (video)"] = request =>
                User(request, [new DataContent(Bytes, "video/mp4")]),
            ["DataContent (pdf)"] = request =>
                User(request, [new DataContent(Bytes, "application/pdf") { Name = "a.pdf" }]),
            ["DataContent (text)"] = request =>
                User(request, [new DataContent("hi"u8.ToArray(), "text/plain")]),
            ["DataContent (zip)"] = request =>
                User(request, [new DataContent(Bytes, "application/zip")]),
            ["UriContent (image)"] = request =>
                User(request, [new UriContent("https://x.test/a.png", "image/png")]),
            ["UriContent (audio)"] = request =>
                User(request, [new UriContent("https://x.test/a.mp3", "audio/mpeg")]),
            ["UriContent (video)"] = request =>
                User(request, [new UriContent("https://x.test/a.mp4", "video/mp4")]),
            ["UriContent (pdf)"] = request =>
                User(request, [new UriContent("https://x.test/a.pdf", "application/pdf")]),
            ["HostedFileContent"] = request => User(request, [new HostedFileContent("file-1")]),
            ["HostedVectorStoreContent"] = request =>
                User(request, [new HostedVectorStoreContent("vs_1")]),
            ["ErrorContent"] = request => Assistant(request, [new ErrorContent("It failed.")]),
            ["UsageContent"] = request =>
                Assistant(request, [new TextContent("A"), new UsageContent(new())]),
            ["TextReasoningContent"] = request =>
                Assistant(request, [new TextReasoningContent("Hm."), new TextContent("A")]),
            ["FunctionCallContent, FunctionResultContent"] = request => Called(request, "r"),
            ["FunctionResultContent (object)"] = request => Called(request, new { a = 1 }),
            ["FunctionResultContent (null)"] = request => Called(request, null),
            ["FunctionResultContent (image)"] = request =>
                Called(request, new AIContent[] { new DataContent(Bytes, "image/png") }),
            ["FunctionResultContent (exception)"] = request =>
                Called(request, null, new InvalidOperationException("It failed.")),
            ["McpServerToolCallContent"] = request =>
                Assistant(
                    request,
                    [new TextContent("A"), new McpServerToolCallContent("call_1", "look", "wiki")]
                ),
            ["WebSearchToolCallContent"] = request =>
                Assistant(request, [new TextContent("A"), new WebSearchToolCallContent("ws_1")]),
            ["CodeInterpreterToolCallContent"] = request =>
                Assistant(
                    request,
                    [new TextContent("A"), new CodeInterpreterToolCallContent("ci_1")]
                ),
            ["ImageGenerationToolCallContent"] = request =>
                Assistant(
                    request,
                    [new TextContent("A"), new ImageGenerationToolCallContent("ig_1")]
                ),
            ["Annotations"] = request =>
                Assistant(
                    request,
                    [
                        new TextContent("A")
                        {
                            Annotations =
                            [
                                new CitationAnnotation
                                {
                                    Url = new("https://x.test/"),
                                    Title = "X",
                                },
                            ],
                        },
                    ]
                ),
            ["an assistant's text"] = request => Assistant(request, [new TextContent("A")]),
            ["ChatMessage.Role (system)"] = request =>
                request.Messages.Insert(0, new(ChatRole.System, "Be brief.")),
            ["ChatMessage.Role (developer)"] = request =>
                request.Messages.Insert(0, new(new ChatRole("developer"), "Be brief.")),
            ["ChatMessage.AuthorName"] = request => request.Messages[0].AuthorName = "Ann Lee",
            ["ChatMessage.MessageId"] = request => request.Messages[0].MessageId = "m1",
            ["ChatMessage.AdditionalProperties (of a provider)"] = request =>
                request.Messages[0].AdditionalProperties = new() { ["openai.x_new"] = 1 },
            ["AIContent.AdditionalProperties (cache_control)"] = request =>
                request.Messages[0].Contents[0].AdditionalProperties = new()
                {
                    ["anthropic.cache_control"] = new { type = "ephemeral" },
                },
        };

    private static void User(LibraryRequest request, AIContent[] contents) =>
        request.Messages[0] = new(ChatRole.User, [new TextContent("Hi"), .. contents]);

    private static void Assistant(LibraryRequest request, AIContent[] contents)
    {
        request.Messages.Add(new(ChatRole.Assistant, contents));
        request.Messages.Add(new(ChatRole.User, "Go"));
    }

    private static void Called(LibraryRequest request, object? result, Exception? fault = null)
    {
        request.Options.Tools = [ClientOptionFields.Look()];
        request.Messages.Add(
            new(
                ChatRole.Assistant,
                [
                    new FunctionCallContent(
                        "call_1",
                        "look",
                        new Dictionary<string, object?> { ["q"] = "x" }
                    ),
                ]
            )
        );
        request.Messages.Add(
            new(ChatRole.Tool, [new FunctionResultContent("call_1", result) { Exception = fault }])
        );
    }
}
