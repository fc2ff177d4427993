using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Conversion;
using SkRouter.Protocols;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Calls a deployment in its own terms. It gets copies: what a connector does to them never reaches the caller.</summary>
internal static class DeploymentCall
{
    private static readonly Func<AttemptRun, ChatHistory> History = static run =>
        SentHistory.Of(run.Request.History);

    private static readonly Func<AttemptRun, PromptExecutionSettings?> Settings = SettingsFor;

    private static readonly Func<AttemptRun, List<ChatMessage>> Messages = MessagesFor;

    private static readonly Func<AttemptRun, ChatOptions?> Options = OptionsFor;

    public static async ValueTask<ModelAnswer> PlainAsync(
        AttemptRun run,
        CancellationToken cancellationToken
    )
    {
        if (run.ReadsAsStream)
        {
            return await UnreadableAnswer
                .AskStreamedAsync(run, cancellationToken)
                .ConfigureAwait(false);
        }

        var deployment = run.Deployment;
        if (deployment.ChatCompletion is { } service)
        {
            var contents = await AskAsync(service, run, cancellationToken).ConfigureAwait(false);
            BrokenArguments.Repair(contents);
            return new(contents);
        }

        var response = await AskAsync(
                OpenAIClients.Named(deployment.ChatClient!),
                run,
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var message in response.Messages)
        {
            BrokenArguments.Repair(message.Contents);
            foreach (var item in message.Contents)
            {
                if (item is Microsoft.Extensions.AI.TextContent text)
                {
                    text.Text = JsonText.WellFormed(text.Text);
                }
                else if (item is TextReasoningContent { ProtectedData: { Length: > 0 } signature })
                {
                    run.Remember(signature);
                }
            }
        }

        return new(response);
    }

    public static ChunkSource Stream(AttemptRun run, CancellationToken cancellationToken)
    {
        try
        {
            return run.Deployment.ChatCompletion is { } service
                ? new ContentSource(
                    service
                        .GetStreamingChatMessageContentsAsync(
                            NotSentException.Prepare(run, History),
                            NotSentException.Prepare(run, Settings),
                            run.Request.Kernel,
                            cancellationToken
                        )
                        .GetAsyncEnumerator(cancellationToken)
                )
                : new UpdateSource(
                    OpenAIClients
                        .Named(run.Deployment.ChatClient!)
                        .GetStreamingResponseAsync(
                            NotSentException.Prepare(run, Messages),
                            NotSentException.Prepare(run, Options),
                            cancellationToken
                        )
                        .GetAsyncEnumerator(cancellationToken)
                );
        }
        catch (Exception exception) when (NotSentException.IsRefusal(exception))
        {
            throw new NotSentException(exception);
        }
    }

    private static Task<IReadOnlyList<ChatMessageContent>> AskAsync(
        IChatCompletionService service,
        AttemptRun run,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return NotSentException.Begun(
                service.GetChatMessageContentsAsync(
                    NotSentException.Prepare(run, History),
                    NotSentException.Prepare(run, Settings),
                    run.Request.Kernel,
                    cancellationToken
                )
            );
        }
        catch (Exception exception) when (NotSentException.IsRefusal(exception))
        {
            throw new NotSentException(exception);
        }
    }

    private static Task<ChatResponse> AskAsync(
        IChatClient client,
        AttemptRun run,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return NotSentException.Begun(
                client.GetResponseAsync(
                    NotSentException.Prepare(run, Messages),
                    NotSentException.Prepare(run, Options),
                    cancellationToken
                )
            );
        }
        catch (Exception exception) when (NotSentException.IsRefusal(exception))
        {
            throw new NotSentException(exception);
        }
    }

    private static List<ChatMessage> MessagesFor(AttemptRun run)
    {
        var messages = run.Portable.For(run.Request.Messages, run.Deployment, run.Context);
        UnreadableBlocks.Remove(messages, run.Deployment.Speaker, run.LeaveOut);
        RepeatedResults.Join(messages, run.Deployment.Speaker);
        if (run.Deployment.Speaker is { } speaker)
        {
            PrefixFields.Add(messages, run.Prefix, speaker);
        }
        else
        {
            for (var i = 0; i < messages.Count; i++)
            {
                messages[i] = OpenAIClients.Fit(
                    run,
                    ForeignRequest.Clean(messages[i], run.LeaveOut)
                );
            }
        }

        return messages;
    }

    private static PromptExecutionSettings? SettingsFor(AttemptRun run)
    {
        var settings = OpenAIClients.SettingsOf(run.Request);
        var limit = run.Context.Allowance?.OutputLimit(run.Deployment);
        if (
            limit is null
            && run.Request.IsSemanticKernel
            && (settings is null || !NeedsCleaning(settings))
        )
        {
            return settings;
        }

        var copy = settings is null ? new() : CopyOf(settings);
        OutputLimit.Apply(copy, limit);
        copy.ServiceId = null;
        copy.ModelId = null;
        if (!run.Request.IsSemanticKernel)
        {
            ForeignRequest.Name(run.Request.Messages, run.Request.Options, run.LeaveOut);
        }

        KernelSettings.Translate(run, copy);
        RemoveCarriers(copy.ExtensionData, run.LeaveOut);
        return copy;
    }

    private static bool NeedsCleaning(PromptExecutionSettings settings) =>
        settings.ServiceId is not null
        || settings.ModelId is not null
        || HasCarriers(settings.ExtensionData?.Keys)
        || HasForeignFormat(settings);

    private static bool HasForeignFormat(PromptExecutionSettings settings) =>
        RequestedFormat.Of(settings) is { } format && RequestedFormat.IsForeign(settings, format);

    private static PromptExecutionSettings CopyOf(PromptExecutionSettings settings) =>
        RequestedFormat.Of(settings) is { } format && RequestedFormat.IsForeign(settings, format)
            ? RequestedFormat.With(settings, RequestedFormat.ForConnector(format))
            : settings.Clone();

    private static ChatOptions? OptionsFor(AttemptRun run)
    {
        var deployment = run.Deployment;
        var limit = run.Context.Allowance?.OutputLimit(deployment);
        if (run.Request.Options?.Clone() is not { } copy)
        {
            return PrefixFields.Options(
                limit is null ? null : new() { MaxOutputTokens = limit },
                run.Prefix,
                deployment.Speaker
            );
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

        if (deployment.Speaker is null)
        {
            ForeignRequest.Clean(copy, run.LeaveOut);
            OpenAIClients.Check(run, copy);
        }
        else
        {
            UnnamedSettings.Carry(copy, run.LeaveOut);
        }

        if (copy.AdditionalProperties is { Count: > 0 } properties)
        {
            foreach (var key in properties.Keys.Where(IsCarrier).ToList())
            {
                if (deployment.Speaker is null || !IsSetting(key))
                {
                    properties.Remove(key);
                }
            }
        }

        return PrefixFields.Options(copy, run.Prefix, deployment.Speaker);
    }

    private static void RemoveCarriers(IDictionary<string, object>? data, Action<string> leaveOut)
    {
        if (data is null)
        {
            return;
        }

        foreach (var (key, value) in data.ToList())
        {
            if (IsCarrier(key))
            {
                data.Remove(key);
            }
            else if (ProtocolFields.ProtocolOf(key) is { } protocol)
            {
                var field = key[(protocol.Length + 1)..];
                ForeignSettings.RefuseNeeded(key, field);
                data.Remove(key);
                ForeignSettings.Name(field, value, leaveOut);
            }
        }
    }

    private static bool HasCarriers(IEnumerable<string>? keys) =>
        keys?.Any(key => IsCarrier(key) || ProtocolFields.ProtocolOf(key) is not null) == true;

    private static bool IsCarrier(string key) =>
        key.StartsWith(CarrierKeys.Prefix, StringComparison.Ordinal);

    /// <summary>What looks like a carrier but is a setting that the connectors read.</summary>
    private static bool IsSetting(string key) =>
        key
            is ProtocolFields.ReasoningBudget
                or ProtocolFields.ReasoningWord
                or ProtocolFields.CallerProtocol
                or ProtocolFields.ReasoningField
                or ProtocolFields.OneCall;
}
