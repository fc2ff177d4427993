using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Catalog.Facts;
using SkRouter.DependencyInjection;
using SkRouter.Protocols;
using SkRouter.Resilience;

namespace SkRouter.Catalog;

/// <summary>One way to reach a model: a chat service that the app registered in the kernel.</summary>
public sealed class Deployment
{
    private const string Own = "the deployment's own";

    internal Deployment(string key, string model, DeploymentOptions options)
    {
        OwnFirstToken = TimeLimit.Of(options.TimeToFirstToken, Own);
        OwnTotal = TimeLimit.Of(options.Total, Own);

        Key = key;
        Model = model;
        Options = options;
    }

    /// <summary>The key under which the service is registered; for an un-keyed one, its model's name.</summary>
    public string Key { get; }

    /// <summary>The model that it serves. Deployments of one model stand in for each other.</summary>
    public string Model { get; }

    /// <summary>Who runs it; null if unknown.</summary>
    public string? Provider { get; internal init; }

    /// <summary>What it charges; null if unknown.</summary>
    public ModelPrice? Price { get; internal init; }

    /// <summary>Largest input plus output in tokens; null if unknown.</summary>
    public long? ContextWindow { get; internal init; }

    /// <summary>What it can do; null if unknown.</summary>
    public ModelCapabilities? Capabilities { get; internal init; }

    /// <summary>When it reasons before it answers.</summary>
    internal ModelReasoning Reasoning { get; init; }

    /// <summary>How it is asked to continue an assistant's message; null if it does not, or nobody knows.</summary>
    internal PrefixSupport? Prefix { get; init; }

    internal DeploymentOptions Options { get; }

    /// <summary>Within which time its streams must begin, where its options say so.</summary>
    internal TimeLimit? OwnFirstToken { get; }

    /// <summary>How long an attempt at it may take, where its options say so.</summary>
    internal TimeLimit? OwnTotal { get; }

    /// <summary>Semantic Kernel's view of the service, if that is how it was registered.</summary>
    internal IChatCompletionService? ChatCompletion { get; init; }

    /// <summary>The chat client, if that is how it was registered.</summary>
    internal IChatClient? ChatClient { get; init; }

    /// <summary>What a connector of SkRouter speaks; null for every other deployment.</summary>
    internal Speaker? Speaker => field ??= Speaker.Of(ChatClient);

    /// <summary>Other deployments that are known to send the same key to the same host.</summary>
    internal IReadOnlyList<Deployment> SharingKey { get; set; } = [];

    /// <summary>The client has a tool loop of its own; it gets tools as declarations only, which it cannot run.</summary>
    internal bool RunsToolsItself { get; init; }

    /// <summary>Whether an answer that does not say why it ended broke off.</summary>
    internal FinishReasonRule FinishReason => field ??= new(this);

    internal DeploymentHealth Health { get; init; } = null!;

    internal DeploymentPipeline Pipeline { get; init; } = null!;

    /// <inheritdoc/>
    public override string ToString() => Key;

    /// <summary>Leaves it alone for as long as a failure asks for, and with it the others whose key is no better.</summary>
    internal void CoolDown(Failure failure)
    {
        Health.CoolDown(failure);
        if (failure.Kind is not FailureKind.KeyRejected)
        {
            return;
        }

        foreach (var sharing in SharingKey)
        {
            sharing.Health.CoolDown(
                failure with
                {
                    Message = $"{Key} has the same key, and was refused: {failure.Message}",
                }
            );
        }
    }

    internal bool Can(ModelCapabilities needed) =>
        Capabilities is not { } known || (known & needed) == needed;
}
