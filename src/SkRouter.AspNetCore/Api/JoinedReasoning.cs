using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>Joins the parts of one item of reasoning, for protocols that have no parts. In a stream the connectors put the same break between them.</summary>
internal static class JoinedReasoning
{
    private const string Break = "\n\n";
    private const string Id = ".id";

    public static List<AIContent> Of(IEnumerable<AIContent> contents)
    {
        var joined = new List<AIContent>();
        foreach (var content in contents)
        {
            if (
                content is TextReasoningContent next
                && joined is [.., TextReasoningContent before]
                && IdOf(next) is { } id
                && id == IdOf(before)
            )
            {
                joined[^1] = new TextReasoningContent(
                    before.Text.Length > 0 && next.Text.Length > 0
                        ? before.Text + Break + next.Text
                        : before.Text + next.Text
                )
                {
                    ProtectedData = next.ProtectedData ?? before.ProtectedData,
                    AdditionalProperties = next.AdditionalProperties,
                };
            }
            else
            {
                joined.Add(content);
            }
        }

        return joined;
    }

    private static string? IdOf(TextReasoningContent reasoning)
    {
        foreach (var (key, value) in reasoning.AdditionalProperties ?? [])
        {
            if (key.EndsWith(Id, StringComparison.Ordinal))
            {
                return value as string;
            }
        }

        return null;
    }
}
