using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Carries the settings of an Anthropic request that Microsoft.Extensions.AI has no member for, headers of its protocol included.</summary>
internal static class MessagesFields
{
    private const string Protocol = WireProtocols.Messages;
    private const string BetaHeader = "anthropic-beta";
    private const string UserProfileHeader = "anthropic-user-profile-id";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "model",
        "max_tokens",
        "messages",
        "system",
        "stream",
        "stop_sequences",
        "temperature",
        "top_p",
        "top_k",
        "tools",
        "tool_choice",
        "output_config",
        "output_format",
    };

    private static readonly HashSet<string> KnownOfConfig = new(StringComparer.Ordinal)
    {
        "format",
    };

    public static void Carry(JsonField body, ChatOptions options)
    {
        if (body.Member("output_config")?.Member("effort") is { } effort)
        {
            ReasoningEfforts.Read(effort, options);
        }

        if (body.Member("thinking") is { } thinking)
        {
            ReadThinking(thinking.AsObject(), options);
        }

        FieldNames.Note(
            options,
            Protocol,
            body.Member("thinking") is not null ? "thinking"
                : body.Member("output_config")?.Member("effort") is not null
                    ? "output_config.effort"
                : null
        );
        var carried = options.AdditionalProperties;
        CarriedFields.Add(ref carried, body, Protocol, Known);
        CarriedFields.AddRest(
            ref carried,
            body.Member("output_config"),
            Protocol,
            "output_config",
            KnownOfConfig
        );
        options.AdditionalProperties = carried;
    }

    /// <summary>Carries what a request says in headers, so that a deployment of this protocol gets them too.</summary>
    public static void CarryHeaders(HttpRequest request, ChatOptions options)
    {
        var betas = request
            .Headers[BetaHeader]
            .SelectMany(value => (value ?? "").Split(','))
            .Select(value => value.Trim())
            .Where(value => value.Length > 0)
            .ToArray();
        if (betas.Length > 0)
        {
            (options.AdditionalProperties ??= [])[ProtocolFields.Key(Protocol, "betas")] = betas;
        }

        if (request.Headers[UserProfileHeader].ToString() is { Length: > 0 } profile)
        {
            (options.AdditionalProperties ??= [])[ProtocolFields.Key(Protocol, "user_profile_id")] =
                profile;
        }
    }

    private static void ReadThinking(JsonField thinking, ChatOptions options)
    {
        var type = thinking.Required("type");
        switch (type.AsText())
        {
            case "enabled":
                ReasoningEfforts.ReadBudget(thinking.Required("budget_tokens"), options);
                break;
            case "adaptive":
                options.Reasoning ??= new() { Effort = ReasoningEffort.High };
                break;
            case "disabled":
                options.Reasoning = new() { Effort = ReasoningEffort.None };
                break;
            default:
                throw type.Wrong("enabled, adaptive or disabled");
        }

        if (thinking.TextOf("display") is { } display)
        {
            options.Reasoning = new()
            {
                Effort = options.Reasoning?.Effort,
                Output = display == "omitted" ? ReasoningOutput.None : ReasoningOutput.Summary,
            };
        }
    }
}
