using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>What differs between OpenAI's models, read from their names.</summary>
internal static partial class OpenAIModel
{
    /// <summary>Whether the model thinks before it answers, and so has thoughts to give back encrypted.</summary>
    public static bool Reasons(string? model) => Reasoning().IsMatch(model ?? "");

    /// <summary>A model refuses temperature and the like while it reasons; from 5.1 on it reasons only when asked to.</summary>
    public static bool RefusesSampling(ChatOptions options)
    {
        if (!Reasons(options.ModelId))
        {
            return false;
        }
        var reasoning = ReasoningSetting.Of(options);
        return !ReasonsOnlyIfAsked().IsMatch(options.ModelId!) || reasoning is { IsOff: false };
    }

    [GeneratedRegex(
        @"(^|/)(o\d|gpt-5(?!-chat)|gpt-oss|codex|computer-use)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Reasoning();

    [GeneratedRegex(
        @"(^|/)(gpt-5\.\d|gpt-oss)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex ReasonsOnlyIfAsked();
}
