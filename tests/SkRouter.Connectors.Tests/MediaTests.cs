using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests;

/// <summary>Pictures and files, as data and by address, in each provider's words; what a provider lacks is left out and named.</summary>
public sealed class MediaTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    public static TheoryData<string, string, string?> Media { get; } =
        new()
        {
            {
                "openai",
                "image",
                """{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"} }"""
            },
            {
                "openai",
                "image-link",
                """{"type":"image_url","image_url":{"url":"https://x.test/a.png"} }"""
            },
            {
                "openai",
                "file",
                """{"type":"file","file":{"file_data":"data:application/pdf;base64,AQID"} }"""
            },
            {
                "openai",
                "audio",
                """{"type":"input_audio","input_audio":{"data":"AQID","format":"wav"} }"""
            },
            {
                "openai-responses",
                "image",
                """{"type":"input_image","image_url":"data:image/png;base64,AQID"}"""
            },
            {
                "openai-responses",
                "image-link",
                """{"type":"input_image","image_url":"https://x.test/a.png"}"""
            },
            {
                "openai-responses",
                "file",
                """{"type":"input_file","file_data":"data:application/pdf;base64,AQID"}"""
            },
            {
                "openai-responses",
                "file-link",
                """{"type":"input_file","file_url":"https://x.test/a.pdf"}"""
            },
            {
                "anthropic",
                "image",
                """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"} }"""
            },
            {
                "anthropic",
                "image-link",
                """{"type":"image","source":{"type":"url","url":"https://x.test/a.png"} }"""
            },
            {
                "anthropic",
                "file",
                """{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AQID"} }"""
            },
            {
                "anthropic",
                "file-link",
                """{"type":"document","source":{"type":"url","url":"https://x.test/a.pdf"} }"""
            },
            { "anthropic", "audio", null },
            { "google", "image", """{"inlineData":{"mimeType":"image/png","data":"AQID"} }""" },
            {
                "google",
                "file",
                """{"inlineData":{"mimeType":"application/pdf","data":"AQID"} }"""
            },
            { "google", "audio", """{"inlineData":{"mimeType":"audio/wav","data":"AQID"} }""" },
            {
                "google",
                "file-link",
                """{"fileData":{"fileUri":"https://x.test/a.pdf","mimeType":"application/pdf"} }"""
            },
            {
                "openrouter",
                "file-link",
                """{"type":"file","file":{"file_data":"https://x.test/a.pdf"} }"""
            },
            {
                "mistral",
                "image",
                """{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"} }"""
            },
            {
                "mistral",
                "file-link",
                """{"type":"document_url","document_url":"https://x.test/a.pdf"}"""
            },
            { "deepseek", "file", null },
            {
                "groq",
                "image-link",
                """{"type":"image_url","image_url":{"url":"https://x.test/a.png"} }"""
            },
            { "groq", "file", null },
            {
                "ollama",
                "image",
                """{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"} }"""
            },
        };

    [Theory]
    [MemberData(nameof(Media))]
    public async Task GetResponse_PictureOrFile_IsSentAsTheProviderTakesIt(
        string provider,
        string media,
        string? expected
    )
    {
        var handler = new ScriptedHandler(Answers.Text(provider));
        using var client = Clients.Create(provider, handler);
        Task<ChatResponse> Ask() =>
            client.GetResponseAsync(
                new ChatMessage(ChatRole.User, [new TextContent("What is this?"), Content(media)])
            );
        if (expected is null)
        {
            var refusal = await Should.ThrowAsync<NotSupportedException>(Ask);
            refusal.Message.ShouldContain(media == "audio" ? "content:audio" : "content:file");
            handler.Requests.ShouldBe(0);
            return;
        }

        await Ask();

        var parts = Parts(provider, handler.Sent);
        Holds(parts[1], JsonElement.Parse(expected)).ShouldBeTrue(parts.GetRawText());
    }

    private static AIContent Content(string media) =>
        media switch
        {
            "image" => new DataContent(Bytes, "image/png"),
            "image-link" => new UriContent("https://x.test/a.png", "image/png"),
            "file" => new DataContent(Bytes, "application/pdf") { Name = "a.pdf" },
            "file-link" => new UriContent("https://x.test/a.pdf", "application/pdf"),
            _ => new DataContent(Bytes, "audio/wav"),
        };

    private static JsonElement Parts(string provider, JsonElement sent) =>
        provider switch
        {
            "google" => sent.GetProperty("contents")[0].GetProperty("parts"),
            "openai-responses" => sent.GetProperty("input")[0].GetProperty("content"),
            _ => sent.GetProperty("messages")[0].GetProperty("content"),
        };

    private static bool Holds(JsonElement sent, JsonElement expected) =>
        expected.ValueKind == JsonValueKind.Object
            ? sent.ValueKind == JsonValueKind.Object
                && expected
                    .EnumerateObject()
                    .All(member =>
                        sent.TryGetProperty(member.Name, out var value)
                        && Holds(value, member.Value)
                    )
            : sent.GetRawText() == expected.GetRawText();
}
