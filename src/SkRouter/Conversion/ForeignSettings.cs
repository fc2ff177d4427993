using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;
using SkRouter.Relay;

namespace SkRouter.Conversion;

/// <summary>Names the settings of a request that a deployment which is not a connector of SkRouter cannot be sent.</summary>
internal static class ForeignSettings
{
    /// <summary>A caller that asks for several answers cannot do with one.</summary>
    private const string Choices = $"{WireProtocols.ChatCompletions}.n";

    /// <summary>Refuses a field that the answer's form depends on.</summary>
    public static void RefuseNeeded(string key, string field)
    {
        if (key == Choices)
        {
            throw ForeignRequest.Refused(field);
        }
    }

    /// <summary>Names what is lost of a setting that only deployments of its protocol know.</summary>
    /// <param name="field">The setting's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="leaveOut">Takes the names.</param>
    public static void Name(string field, object? value, Action<string> leaveOut)
    {
        if (field == "tool_choice" && !LimitsTools(value))
        {
            // The mode says it.
            return;
        }

        foreach (
            var lost in new CarriedSetting(field, value).Lost(
                CarriedSetting.InReasoning(field),
                hasLogProbabilities: false
            )
        )
        {
            leaveOut(lost);
        }
    }

    /// <summary>Names the options that a service of Semantic Kernel's has no word for, or refuses those that the request's meaning depends on.</summary>
    public static void NameOptions(ChatOptions? options, Action<string> leaveOut)
    {
        if (options is null)
        {
            return;
        }

        if (options.ConversationId is not null)
        {
            throw ForeignRequest.Refused(nameof(options.ConversationId));
        }

        if (options.ContinuationToken is not null)
        {
            throw ForeignRequest.Refused(nameof(options.ContinuationToken));
        }

        if (options.RawRepresentationFactory is not null && !RelayedRequest.IsIn(options))
        {
            leaveOut(nameof(options.RawRepresentationFactory));
        }

        foreach (var tool in options.Tools ?? [])
        {
            if (tool is not AIFunctionDeclaration)
            {
                leaveOut($"tool:{tool.Name}");
            }
        }
    }

    /// <summary>Names the fields of tools that only deployments of their protocol know.</summary>
    public static void NameTools(ChatOptions? options, Action<string> leaveOut)
    {
        foreach (var tool in options?.Tools ?? [])
        {
            foreach (var (key, _) in tool.AdditionalProperties)
            {
                if (ProtocolFields.ProtocolOf(key) is { } protocol)
                {
                    leaveOut(key[(protocol.Length + 1)..]);
                }
            }
        }
    }

    private static bool LimitsTools(object? choice) =>
        choice is JsonElement { ValueKind: JsonValueKind.Object } given
        && given.TryGetProperty("type", out var type)
        && type.ValueKind is JsonValueKind.String
        && type.ValueEquals("allowed_tools");
}
