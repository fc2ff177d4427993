using SkRouter.Protocols;

namespace SkRouter.Connectors;

/// <summary>Names under which the connectors put what Microsoft.Extensions.AI has no member for.</summary>
/// <remarks>
/// A setting of one provider travels in <c>AdditionalProperties</c> of the options, a message, a content or a tool under
/// <c>provider.name</c> (<c>anthropic.cache_control</c>, <c>openrouter.models</c>): that provider gets it as the field <c>name</c>,
/// every other one never sees it. A setting of a protocol, which every provider that speaks it gets, travels in the same way under
/// <c>protocol.name</c>: see <see cref="WireProtocols"/>.
/// </remarks>
public static class ProviderFields
{
    /// <summary>On an answer: names of what was left out of the request because the provider does not have it (<c>string[]</c>).</summary>
    public const string Dropped = "skrouter.dropped";

    /// <summary>On the options: how many tokens the model may reason (<c>int</c>); mapped to an effort where the provider has only that.</summary>
    public const string ReasoningBudget = "skrouter.reasoning_budget";

    /// <summary>On reasoning: the provider that wrote it; another one never gets it.</summary>
    public const string Origin = "skrouter.provider";

    /// <summary>On an answer: what the provider says it billed, in USD (<c>decimal</c>).</summary>
    public const string BilledCost = "skrouter.billed_cost";

    /// <summary>On an answer of a gateway: what the provider behind it bills beside that, to the caller's own key there, in USD (<c>decimal</c>).</summary>
    public const string UpstreamCost = "skrouter.upstream_cost";

    /// <summary>On an answer: the raw usage block (<c>JsonElement</c>).</summary>
    public const string RawUsage = "skrouter.raw_usage";

    /// <summary>On an answer: the finish reason in the provider's own word (<c>string</c>).</summary>
    public const string NativeFinishReason = "skrouter.native_finish_reason";

    /// <summary>On an answer: the stop sequence that ended it, where the provider names it (<c>string</c>).</summary>
    public const string StopSequence = $"{WireProtocols.Messages}.stop_sequence";

    /// <summary>On an answer: the host or gateway that served it behind the provider's name (<c>string</c>).</summary>
    public const string ServedBy = "skrouter.served_by";

    /// <summary>On an answer: headers of a gateway (cost, trace, rate limits), as a read-only dictionary of strings.</summary>
    public const string Headers = "skrouter.headers";

    /// <summary>On an answer: the service tier that served it, in the provider's own word (<c>string</c>); <c>fast</c> for Anthropic's fast mode.</summary>
    public const string ServiceTier = "skrouter.service_tier";

    /// <summary>On an answer: where inference ran, in the provider's own word (<c>string</c>).</summary>
    public const string InferenceRegion = "skrouter.inference_region";

    /// <summary>On an answer: what models other than the one asked consumed on its behalf (a read-only dictionary of <c>UsageDetails</c> by model).</summary>
    public const string OtherModels = "skrouter.other_models";

    /// <summary>In the usage's additional counts: input tokens written to the prompt cache, of any lifetime.</summary>
    public const string CacheCreation = "CacheCreationInputTokens";

    /// <summary>In the usage's additional counts: the part of <see cref="CacheCreation"/> that lives five minutes.</summary>
    public const string CacheCreation5m = "CacheCreation5mInputTokens";

    /// <summary>In the usage's additional counts: the part of <see cref="CacheCreation"/> that lives one hour.</summary>
    public const string CacheCreation1h = "CacheCreation1hInputTokens";

    /// <summary>In the usage's additional counts: web searches that the provider made (a count of searches).</summary>
    public const string WebSearches = "WebSearchRequests";

    /// <summary>In the usage's additional counts: the part of the input that was results of tools the provider ran.</summary>
    public const string ToolUseInput = "ToolUseInputTokens";
}
