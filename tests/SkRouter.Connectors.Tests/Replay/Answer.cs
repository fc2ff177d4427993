using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>What an answer says, whoever read it.</summary>
internal sealed record Answer
{
    public string? Id { get; init; }

    public string? Model { get; init; }

    public string Text { get; init; } = "";

    public string Reasoning { get; init; } = "";

    /// <summary>Signatures and other protected data that must survive to the next request, in order.</summary>
    public string Signatures { get; init; } = "";

    public IReadOnlyList<string> Calls { get; init; } = [];

    public string? Finish { get; init; }

    public long? Input { get; init; }

    public long? Output { get; init; }

    public long? Cached { get; init; }

    public long? CacheWritten { get; init; }

    public long? ReasoningTokens { get; init; }

    public decimal? Cost { get; init; }

    /// <summary>Blocks that only the provider understands, whole.</summary>
    public IReadOnlyList<string> OwnBlocks { get; init; } = [];

    public static string Call(string? id, string? name, JsonElement arguments) =>
        $"{id} {name} {JsonShape.Canonical(arguments)}";

    public static Answer Of(ChatResponse response)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        return new Answer
        {
            Id = response.ResponseId,
            Model = response.ModelId,
            Text = string.Concat(contents.OfType<TextContent>().Select(text => text.Text)),
            Reasoning = string.Concat(
                contents.OfType<TextReasoningContent>().Select(text => text.Text)
            ),
            Signatures = string.Join(" ", contents.Select(SignatureOf).Where(text => text != "")),
            Calls =
            [
                .. contents
                    .OfType<FunctionCallContent>()
                    .Select(call =>
                        Call(
                            call.CallId,
                            call.Name,
                            call.Exception is null
                                ? JsonSerializer.SerializeToElement(call.Arguments)
                                : JsonSerializer.SerializeToElement(call.RawRepresentation)
                        )
                    ),
            ],
            Finish = response.FinishReason?.Value,
            Input = response.Usage?.InputTokenCount,
            Output = response.Usage?.OutputTokenCount,
            Cached = Positive(response.Usage?.CachedInputTokenCount),
            CacheWritten = Positive(
                response.Usage?.AdditionalCounts?.GetValueOrDefault(ProviderFields.CacheCreation)
            ),
            ReasoningTokens = Positive(response.Usage?.ReasoningTokenCount),
            Cost =
                Extra(response.AdditionalProperties, ProviderFields.BilledCost) as decimal?
                ?? response
                    .Messages.Select(message =>
                        Extra(message.AdditionalProperties, ProviderFields.BilledCost) as decimal?
                    )
                    .LastOrDefault(cost => cost is not null),
            OwnBlocks =
            [
                .. contents
                    .OfType<ProviderContent>()
                    .Select(content => JsonShape.Canonical(content.Block)),
            ],
        };
    }

    public static long? Positive(long? count) => count is > 0 ? count : null;

    public IEnumerable<string> DifferencesTo(Answer other)
    {
        foreach (var property in typeof(Answer).GetProperties())
        {
            var (mine, theirs) = (Show(property.GetValue(this)), Show(property.GetValue(other)));
            if (!string.Equals(mine, theirs, StringComparison.Ordinal))
            {
                yield return $"answer {property.Name}: recorded {Short(mine)}, read {Short(theirs)}";
            }
        }
    }

    private static string Show(object? value) =>
        value switch
        {
            null => "-",
            IReadOnlyList<string> list => string.Join(" | ", list),
            IFormattable number => number.ToString("0.############", null),
            _ => value.ToString()!,
        };

    private static string Short(string text) => text.Length <= 120 ? text : text[..120] + "…";

    private static object? Extra(AdditionalPropertiesDictionary? extras, string name) =>
        extras is not null && extras.TryGetValue(name, out var value) ? value : null;

    private static string SignatureOf(AIContent content) =>
        content switch
        {
            TextReasoningContent reasoning => Plain(reasoning.ProtectedData ?? ""),
            _ when content.AdditionalProperties is { } extras
                    && extras.TryGetValue("google.thoughtSignature", out var signature) =>
                signature?.ToString() ?? "",
            _ => "",
        };

    private static string Plain(string signature) =>
        signature.StartsWith('[') ? JsonShape.Canonical(JsonElement.Parse(signature)) : signature;
}
