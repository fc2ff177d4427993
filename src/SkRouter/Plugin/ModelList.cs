using System.Globalization;
using System.Text.Json.Nodes;
using SkRouter.Catalog;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>Which models there are, what they cost and how they do.</summary>
internal static class ModelList
{
    public static RouterTool Tool(ModelRouter router) =>
        new(
            "list_models",
            "Lists the models that can be asked: name, price per million tokens in USD, context window, state.",
            RouterTool.NoParameters,
            (_, _) => ValueTask.FromResult(Describe(router))
        );

    private static string Describe(ModelRouter router) =>
        new JsonArray([
            .. router.Deployments.Select(deployment => (JsonNode)Describe(deployment)),
        ]).ToJsonString();

    private static JsonObject Describe(Deployment deployment)
    {
        var model = new JsonObject
        {
            ["deployment"] = deployment.Key,
            ["model"] = deployment.Model,
            ["state"] = deployment.Health.Read().State.ToString(),
        };
        if (deployment.Price is { } price)
        {
            model["inputUsd"] = price.Input.ToString(CultureInfo.InvariantCulture);
            model["outputUsd"] = price.Output.ToString(CultureInfo.InvariantCulture);
        }

        if (deployment.ContextWindow is { } window)
        {
            model["contextWindow"] = window;
        }

        return model;
    }
}
