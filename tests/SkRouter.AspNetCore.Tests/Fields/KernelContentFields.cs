#pragma warning disable SKEXP0001, SKEXP0110 // Fields in preview are fields too.
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>What puts each kind of Semantic Kernel's contents, and each member of a message, into a history.</summary>
internal static class KernelContentFields
{
    private static readonly byte[] Bytes = [1, 2, 3];

    public static Dictionary<string, Action<KernelRequest>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["a text"] = User(),
            ["TextContent (two)"] = User(new TextContent("more")),
            ["ImageContent (data)"] = User(new ImageContent(Bytes, "image/png")),
            ["ImageContent (uri)"] = User(new ImageContent(new Uri("https://x.test/a.png"))),
            ["ImageContent (detail)"] = User(
                new ImageContent(Bytes, "image/png")
                {
                    Metadata = new Dictionary<string, object?>
                    {
                        ["ChatImageDetailLevel"] = "high",
                    },
                }
            ),
            ["AudioContent (data)"] = User(new AudioContent(Bytes, "audio/wav")),
            ["AudioContent (uri)"] = User(new AudioContent(new Uri("https://x.test/a.mp3"))),
            ["BinaryContent (pdf)"] = User(new BinaryContent(Bytes, "application/pdf")),
            ["BinaryContent (zip)"] = User(new BinaryContent(Bytes, "application/zip")),
            ["BinaryContent (uri)"] = User(
                new BinaryContent(new Uri("https://x.test/a.pdf")) { MimeType = "application/pdf" }
            ),
            ["FileReferenceContent"] = User(new FileReferenceContent("file-1")),
            ["FunctionCallContent, FunctionResultContent"] = request => Called(request, "r"),
            ["FunctionResultContent (null)"] = request => Called(request, null),
            ["ReasoningContent"] = Assistant(new ReasoningContent("Hm."), new TextContent("A")),
            ["an assistant's text"] = Assistant(new TextContent("A")),
            ["AuthorName"] = request => request.History[0].AuthorName = "Ann Lee",
            ["Role (system)"] = request =>
                request.History.Insert(0, new(AuthorRole.System, "Be brief.")),
            ["Role (developer)"] = request =>
                request.History.Insert(0, new(AuthorRole.Developer, "Be brief.")),
            ["ChatMessageContent.Metadata"] = request =>
                request.History[0].Metadata = new Dictionary<string, object?> { ["mine"] = 1 },
            ["KernelContent.Metadata"] = request =>
                request.History[0].Items[0].Metadata = new Dictionary<string, object?>
                {
                    ["mine"] = 1,
                },
            ["KernelContent.Metadata (cache_control)"] = request =>
                request.History[0].Items[0].Metadata = new Dictionary<string, object?>
                {
                    ["anthropic.cache_control"] = new { type = "ephemeral" },
                },
        };

    private static Action<KernelRequest> User(params KernelContent[] items) =>
        request =>
            request.History[0] = new(
                AuthorRole.User,
                new ChatMessageContentItemCollection().With([new TextContent("Hi"), .. items])
            );

    private static Action<KernelRequest> Assistant(params KernelContent[] items) =>
        request =>
        {
            request.History.Add(
                new(AuthorRole.Assistant, new ChatMessageContentItemCollection().With(items))
            );
            request.History.AddUserMessage("Go");
        };

    private static void Called(KernelRequest request, object? result)
    {
        request.Settings.FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(
            [KernelSettingFields.Look()],
            autoInvoke: false
        );
        var call = new FunctionCallContent("look", null, "call_1", new() { ["q"] = "x" });
        request.History.Add(
            new(AuthorRole.Assistant, new ChatMessageContentItemCollection().With([call]))
        );
        request.History.Add(new FunctionResultContent(call, result).ToChatMessage());
    }

    private static ChatMessageContentItemCollection With(
        this ChatMessageContentItemCollection items,
        IEnumerable<KernelContent> more
    )
    {
        foreach (var item in more)
        {
            items.Add(item);
        }

        return items;
    }
}
