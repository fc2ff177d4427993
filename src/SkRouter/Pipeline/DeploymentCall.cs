using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Calls a deployment in its own terms. It gets copies: what a connector does to them never reaches the caller.</summary>
internal static class DeploymentCall
{
    public static async ValueTask<ModelAnswer> PlainAsync(
        AttemptRun run,
        CancellationToken cancellationToken
    )
    {
        var (deployment, request) = (run.Deployment, run.Request);
        if (deployment.ChatCompletion is { } service)
        {
            var contents = await service
                .GetChatMessageContentsAsync(
                    HistoryFor(request),
                    SettingsFor(run),
                    request.Kernel,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return new(contents);
        }

        var response = await deployment
            .ChatClient!.GetResponseAsync(MessagesFor(run), OptionsFor(run), cancellationToken)
            .ConfigureAwait(false);
        foreach (var message in response.Messages)
        {
            foreach (var item in message.Contents)
            {
                if (item is TextReasoningContent { ProtectedData: { Length: > 0 } signature })
                {
                    run.Remember(signature);
                }
            }
        }

        return new(response);
    }

    public static ChunkSource Stream(AttemptRun run, CancellationToken cancellationToken)
    {
        var (deployment, request) = (run.Deployment, run.Request);
        if (deployment.ChatCompletion is { } service)
        {
            return new ContentSource(
                service
                    .GetStreamingChatMessageContentsAsync(
                        HistoryFor(request),
                        SettingsFor(run),
                        request.Kernel,
                        cancellationToken
                    )
                    .GetAsyncEnumerator(cancellationToken)
            );
        }

        return new UpdateSource(
            deployment
                .ChatClient!.GetStreamingResponseAsync(
                    MessagesFor(run),
                    OptionsFor(run),
                    cancellationToken
                )
                .GetAsyncEnumerator(cancellationToken)
        );
    }

    private static ChatHistory HistoryFor(ModelRequest request) => new(request.History);

    private static List<ChatMessage> MessagesFor(AttemptRun run) =>
        run.Portable.For(run.Request.Messages, run.Deployment, run.Context);

    private static PromptExecutionSettings? SettingsFor(AttemptRun run)
    {
        var settings = run.Request.Settings;
        var limit = run.Context.Allowance?.OutputLimit(run.Deployment);
        if (limit is null && (settings is null || !NeedsCleaning(settings)))
        {
            return settings;
        }

        var copy = settings?.Clone() ?? new();
        OutputLimit.Apply(copy, limit);
        copy.ServiceId = null;
        copy.ModelId = null;
        RemoveCarriers(copy.ExtensionData);
        return copy;
    }

    private static bool NeedsCleaning(PromptExecutionSettings settings) =>
        settings.ServiceId is not null
        || settings.ModelId is not null
        || HasCarriers(settings.ExtensionData?.Keys);

    private static ChatOptions? OptionsFor(AttemptRun run)
    {
        var deployment = run.Deployment;
        var limit = run.Context.Allowance?.OutputLimit(deployment);
        if (run.Request.Options?.Clone() is not { } copy)
        {
            return limit is null ? null : new() { MaxOutputTokens = limit };
        }

        if (limit is not null)
        {
            copy.MaxOutputTokens = limit;
        }

        // The name that chose the route means nothing to the provider: the deployment knows its own.
        copy.ModelId = null;
        if (deployment.RunsToolsItself && copy.Tools is { Count: > 0 } tools)
        {
            copy.Tools =
            [
                .. tools.Select(tool => (tool as AIFunction)?.AsDeclarationOnly() ?? tool),
            ];
        }

        if (HasCarriers(copy.AdditionalProperties?.Keys))
        {
            foreach (var key in copy.AdditionalProperties!.Keys.Where(IsCarrier).ToList())
            {
                copy.AdditionalProperties.Remove(key);
            }
        }

        return copy;
    }

    private static void RemoveCarriers(IDictionary<string, object>? data)
    {
        if (data is null)
        {
            return;
        }

        foreach (var key in data.Keys.Where(IsCarrier).ToList())
        {
            data.Remove(key);
        }
    }

    private static bool HasCarriers(IEnumerable<string>? keys) => keys?.Any(IsCarrier) == true;

    private static bool IsCarrier(string key) =>
        key.StartsWith(CarrierKeys.Prefix, StringComparison.Ordinal);
}
