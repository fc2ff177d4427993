using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Stage 2: what the round trip asks of a model.</summary>
internal sealed class ProfileStage(ITaskClassifier classifier)
{
    public void Run(ModelInvocationContext context)
    {
        var request = context.Request;
        var text = TaskTextReader.Read(request, out var hasImages);
        var profile = classifier.Classify(text);
        var needs = ModelCapabilities.None;
        if (request.OffersTools)
        {
            needs |= ModelCapabilities.Tools;
        }

        if (hasImages)
        {
            needs |= ModelCapabilities.Vision;
        }

        if (text.WantsJsonSchema)
        {
            needs |= ModelCapabilities.JsonSchema;
        }

        context.Profile = profile;
        context.Needs = new(needs, profile.EstimatedInputTokens, RequestedOutput.Of(request))
        {
            Media = MediaNeeds.Of(request),
        };
    }
}
