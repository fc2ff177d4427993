using Microsoft.Extensions.AI;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Api;

/// <summary>Estimates the tokens of a request: its texts, tool calls and results, and what it offers. Pictures and files are counted as a provider usually bills them.</summary>
internal static class TokenCount
{
    private const long PerMessage = 4;
    private const long PerTool = 20;
    private const long PerMedia = 1_500;

    public static long Of(ApiRequest asked)
    {
        var tokens = asked.Messages.Sum(message => PerMessage + message.Contents.Sum(Content));
        foreach (var tool in asked.Options.Tools ?? [])
        {
            tokens += PerTool + Text(tool.Name) + Text(tool.Description);
            if (tool is AIFunctionDeclaration function)
            {
                tokens += Text(function.JsonSchema.GetRawText());
            }
        }

        return Math.Max(1, tokens);
    }

    private static long Content(AIContent content) =>
        content switch
        {
            TextContent text => Text(text.Text),
            TextReasoningContent reasoning => Text(reasoning.Text),
            FunctionCallContent call => Text(call.Name) + Text(AnswerParts.Arguments(call)),
            FunctionResultContent { Result: string result } => Text(result),
            FunctionResultContent { Result: IEnumerable<AIContent> parts } => parts.Sum(Content),
            DataContent or UriContent or HostedFileContent => PerMedia,
            _ => 0,
        };

    private static long Text(string? text) => TokenEstimator.Estimate(text);
}
