using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Spend;

namespace SkRouter.Connectors.Google;

/// <summary>Gemini counts thoughts beside the answer and the input of its own tools beside the prompt; the normal form counts both within.</summary>
internal static class GeminiUsage
{
    public static UsageDetails? Read(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } counts)
        {
            return null;
        }
        var tools = counts.Count("toolUsePromptTokenCount") ?? 0;
        var thoughts = counts.Count("thoughtsTokenCount");
        var details = new UsageDetails
        {
            InputTokenCount = counts.Count("promptTokenCount") + tools,
            OutputTokenCount =
                (counts.Count("candidatesTokenCount") ?? counts.Count("responseTokenCount") ?? 0)
                + (thoughts ?? 0),
            TotalTokenCount = counts.Count("totalTokenCount"),
            CachedInputTokenCount = counts.Count("cachedContentTokenCount"),
            ReasoningTokenCount = thoughts,
        };
        details.Add(UsageUnit.ToolInput, tools);
        AddKinds(details, counts);
        return details;
    }

    private static void AddKinds(UsageDetails details, JsonElement counts)
    {
        var read = Kinds(counts, "promptTokensDetails");
        var ofTools = Kinds(counts, "toolUsePromptTokensDetails");
        var cached = Kinds(counts, "cacheTokensDetails");
        var written =
            Kinds(counts, "candidatesTokensDetails") ?? Kinds(counts, "responseTokensDetails");
        details.InputAudioTokenCount = Sum(read?.Audio, ofTools?.Audio);
        details.OutputAudioTokenCount = written?.Audio;
        details.Add(UsageUnit.InputImage, Sum(read?.Image, ofTools?.Image));
        details.Add(UsageUnit.InputVideo, Sum(read?.Video, ofTools?.Video));
        details.Add(UsageUnit.ToolInputAudio, ofTools?.Audio);
        details.Add(UsageUnit.ToolInputImage, ofTools?.Image);
        details.Add(UsageUnit.ToolInputVideo, ofTools?.Video);
        details.Add(UsageUnit.CacheReadAudio, cached?.Audio);
        details.Add(UsageUnit.CacheReadImage, cached?.Image);
        details.Add(UsageUnit.CacheReadVideo, cached?.Video);
        details.Add(UsageUnit.OutputImage, written?.Image);
        details.Add(UsageUnit.OutputVideo, written?.Video);
    }

    /// <summary>Pages of documents are charged as images. What is neither of the three is text, which has no price of its own anywhere.</summary>
    private static (long? Audio, long? Image, long? Video)? Kinds(JsonElement counts, string name)
    {
        long audio = 0,
            image = 0,
            video = 0;
        foreach (var detail in counts.Items(name))
        {
            var count = detail.Count("tokenCount") ?? 0;
            switch (detail.Text("modality"))
            {
                case "AUDIO":
                    audio += count;
                    break;
                case "IMAGE" or "DOCUMENT":
                    image += count;
                    break;
                case "VIDEO":
                    video += count;
                    break;
                default:
                    break;
            }
        }
        return audio + image + video == 0
            ? null
            : (audio > 0 ? audio : null, image > 0 ? image : null, video > 0 ? video : null);
    }

    private static long? Sum(long? one, long? other) =>
        one is null ? other
        : other is null ? one
        : one + other;
}
