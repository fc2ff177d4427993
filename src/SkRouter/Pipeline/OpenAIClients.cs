using Microsoft.Extensions.AI;
using SkRouter.Conversion;

namespace SkRouter.Pipeline;

/// <summary>What the clients over OpenAI's own SDK, Semantic Kernel's and Microsoft.Extensions.AI's, leave out without a word.</summary>
internal static class OpenAIClients
{
    public static bool Are(Type type) =>
        type.FullName?.Contains("OpenAI", StringComparison.Ordinal) is true;

    /// <summary>Names what such a client would lose, or refuses what the request would mean something else without.</summary>
    public static void Check(AttemptRun run, ChatOptions copy)
    {
        var client = run.Deployment.ChatClient!;
        if (client.GetService<ChatClientMetadata>()?.ProviderName is not "openai")
        {
            return;
        }

        if (copy.TopK is not null)
        {
            copy.TopK = null;
            run.LeaveOut("top_k");
        }

        Verify(run.Request.Messages);
    }

    /// <summary>Refuses media that such a client does not send.</summary>
    public static void Verify(IReadOnlyList<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (KindOf(content) is { } kind)
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
            UriContent link when link.HasTopLevelMediaType("image") => null,
            UriContent link when link.HasTopLevelMediaType("video") => "video",
            UriContent link when link.HasTopLevelMediaType("audio") => "audio",
            UriContent => "file",
            _ => null,
        };
}
