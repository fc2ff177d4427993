using SkRouter.Catalog;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>The first refusal of a round trip that only its provider, or only its model, would give: one other is asked before the caller gets it.</summary>
internal sealed class UnsupportedRefusal(Deployment deployment, Failure failure)
{
    public Failure Failure => failure;

    public string WithNobodyElse =>
        $"{deployment.Key} does not take the request, and the role has no candidate of another {Other} to ask: {failure.Message}";

    private string Other => failure.ConcernsTheModelOnly ? "model" : "provider";

    public string AfterAnother(Deployment second) =>
        $"{deployment.Key} refused the request, and {second.Key} did too: {failure.Message}";

    /// <summary>Whether another deployment would give the same refusal.</summary>
    public bool Bars(Deployment other)
    {
        var sameModel = string.Equals(
            other.Model,
            deployment.Model,
            StringComparison.OrdinalIgnoreCase
        );
        return failure.ConcernsTheModelOnly || deployment.Provider is null || other.Provider is null
            ? sameModel
            : string.Equals(
                other.Provider,
                deployment.Provider,
                StringComparison.OrdinalIgnoreCase
            );
    }
}
