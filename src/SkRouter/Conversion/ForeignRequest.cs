using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Conversion;

/// <summary>
/// Prepares a request for a deployment that is not a connector of SkRouter: fields of a wire protocol, and tools and blocks in a provider's own words, mean
/// nothing to it. What is left out is named.
/// </summary>
internal static class ForeignRequest
{
    private const int LowTokens = 4_096;
    private const int MediumTokens = 16_384;
    private const int HighTokens = 32_768;

    /// <summary>Removes from a copy of the options what the deployment does not know.</summary>
    public static void Clean(ChatOptions copy, Action<string> leaveOut)
    {
        if (copy.Tools is { Count: > 0 } tools && tools.Any(tool => tool is ProviderTool))
        {
            foreach (var tool in tools.OfType<ProviderTool>())
            {
                if (
                    tool.IsNeeded
                    || copy.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } demanded }
                        && demanded == tool.Name
                )
                {
                    throw new UndeliverableRequestException(
                        $"The deployment does not have the tool '{tool.Name}', and the request needs it."
                    );
                }

                leaveOut($"tool:{tool.Name}");
            }

            copy.Tools = [.. tools.Where(tool => tool is not ProviderTool)];
        }

        ForeignSettings.NameTools(copy, leaveOut);
        if (copy.AdditionalProperties is not { Count: > 0 } properties)
        {
            return;
        }

        if (
            properties.TryGetValue(ProtocolFields.ReasoningBudget, out var budget)
            && Number(budget) is { } tokens
        )
        {
            TranslateBudget(copy, tokens);
        }

        if (properties.ContainsKey(ProtocolFields.ReasoningWord))
        {
            // The nearest effort is asked for in its place.
            leaveOut("reasoning_effort");
        }

        Remove(properties, leaveOut);
    }

    /// <summary>Names what a service of Semantic Kernel's cannot be sent of a request that was written for chat clients.</summary>
    public static void Name(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        Action<string> leaveOut
    )
    {
        ForeignSettings.NameOptions(options, leaveOut);
        ForeignSettings.NameTools(options, leaveOut);
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is HostedFileContent)
                {
                    throw Refused("content:file");
                }
            }

            Clean(message, leaveOut);
        }
    }

    /// <summary>Gets a message as the deployment may see it: the same one where nothing has to go.</summary>
    public static ChatMessage Clean(ChatMessage message, Action<string> leaveOut)
    {
        if (!HasForeign(message.AdditionalProperties) && !message.Contents.Any(IsForeign))
        {
            return message;
        }

        var copy = message.Clone();
        copy.AdditionalProperties = Without(message.AdditionalProperties, leaveOut);
        copy.Contents = [.. message.Contents.Select(Cleaned).OfType<AIContent>()];
        return copy;

        AIContent? Cleaned(AIContent content)
        {
            if (content is ProviderContent block)
            {
                NameBlock(block, message.Role, leaveOut);
                return null;
            }

            if (
                !HasForeign(content.AdditionalProperties)
                || ContentCopy.Of(content) is not { } other
            )
            {
                return content;
            }

            other.AdditionalProperties = Without(content.AdditionalProperties, leaveOut);
            return other;
        }
    }

    /// <summary>Names a block that the deployment cannot read, or refuses the request if it would mean something else without it.</summary>
    public static void NameBlock(ProviderContent block, ChatRole role, Action<string> leaveOut)
    {
        var name = NameOf(block);
        if (ForeignBlocks.IsNeeded(block, name, role))
        {
            throw Refused($"content:{name}");
        }

        if (name != ForeignBlocks.AdditionalTools)
        {
            leaveOut($"content:{name}");
        }
    }

    public static string NameOf(ProviderContent block) =>
        block.Block.ValueKind is JsonValueKind.Object
        && block.Block.TryGetProperty("type", out var type)
        && type.ValueKind is JsonValueKind.String
            ? type.GetString()!
            : block.Provider;

    public static int? Number(object? value) =>
        value switch
        {
            JsonElement { ValueKind: JsonValueKind.Number } element
                when element.TryGetInt32(out var number) => number,
            JsonElement => null,
            IConvertible convertible
                when int.TryParse(
                    convertible.ToString(CultureInfo.InvariantCulture),
                    NumberStyles.Integer,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            _ => null,
        };

    /// <summary>For content without which the request would mean something else.</summary>
    public static UndeliverableRequestException Refused(string name) =>
        new(
            $"The deployment cannot be sent '{name}', and without it the request would mean something else."
        )
        {
            Field = name,
        };

    private static void TranslateBudget(ChatOptions copy, int tokens)
    {
        var effort = tokens switch
        {
            <= 0 => ReasoningEffort.None,
            <= LowTokens => ReasoningEffort.Low,
            < MediumTokens => ReasoningEffort.Medium,
            < HighTokens => ReasoningEffort.High,
            _ => ReasoningEffort.ExtraHigh,
        };
        copy.Reasoning = new()
        {
            Effort = copy.Reasoning?.Effort ?? effort,
            Output = copy.Reasoning?.Output,
        };
    }

    private static bool IsForeign(AIContent content) =>
        content is ProviderContent || HasForeign(content.AdditionalProperties);

    private static bool HasForeign(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null || properties.Count == 0)
        {
            return false;
        }

        foreach (var (key, _) in properties)
        {
            if (ProtocolFields.ProtocolOf(key) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static AdditionalPropertiesDictionary? Without(
        AdditionalPropertiesDictionary? properties,
        Action<string> leaveOut
    )
    {
        if (properties is null)
        {
            return null;
        }

        var copy = new AdditionalPropertiesDictionary(properties);
        foreach (var (key, _) in properties)
        {
            if (ProtocolFields.ProtocolOf(key) is { } protocol)
            {
                copy.Remove(key);
                if (key[(protocol.Length + 1)..] is var field && !ItemFields.Has(field))
                {
                    leaveOut(field);
                }
            }
        }

        return copy.Count == 0 ? null : copy;
    }

    private static void Remove(AdditionalPropertiesDictionary properties, Action<string> leaveOut)
    {
        foreach (var (key, value) in properties.ToList())
        {
            if (ProtocolFields.ProtocolOf(key) is { } protocol)
            {
                var field = key[(protocol.Length + 1)..];
                ForeignSettings.RefuseNeeded(key, field);
                properties.Remove(key);
                ForeignSettings.Name(field, value, leaveOut);
            }
        }
    }
}
