using Microsoft.Extensions.AI;
using SkRouter.Catalog;
using SkRouter.Conversion;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Whether an answer is one. A provider that sends 200 and nothing usable has failed like one that sends 500.</summary>
internal static class AnswerCheck
{
    public static void Verify(
        ModelAnswer answer,
        Deployment deployment,
        ModelInvocationContext context
    )
    {
        var finish = answer.FinishReason;
        Finish(finish, answer.NativeFinishReason, deployment);
        Errors(answer);
        Calls(BrokenCall(answer), deployment, context, mayFailOver: !context.OnLastCandidate);

        if (finish != FinishReasons.Length && IsEmpty(answer))
        {
            throw Empty();
        }
    }

    public static void Verify(StreamProgress progress, Deployment deployment)
    {
        Finish(progress.FinishReason, progress.NativeFinishReason, deployment);
        if (
            progress is { HasText: false, HasToolCall: false, HasOther: false }
            && progress.FinishReason != FinishReasons.Length
        )
        {
            throw Empty();
        }
    }

    /// <summary>
    /// A call whose arguments cannot be read is a failed answer while another candidate may do better. Where none is left, or part of the
    /// answer has been shown, the call goes on as it is: tool loops tell the model, which then corrects itself.
    /// </summary>
    public static void Calls(
        string? broken,
        Deployment deployment,
        ModelInvocationContext context,
        bool mayFailOver
    )
    {
        if (broken is null)
        {
            return;
        }

        if (mayFailOver)
        {
            throw new AttemptFailedException(
                FailureKind.MalformedAnswer,
                $"the arguments of its call to '{broken}' are not a whole JSON object"
            );
        }

        context.Note(
            $"the arguments of the call to '{broken}' by {deployment.Key} are not a whole JSON object; the call was passed on for the model to correct"
        );
    }

    private static void Finish(string? finish, string? native, Deployment deployment)
    {
        if (finish is not null)
        {
            deployment.FinishReason.Said();
        }
        else if (deployment.FinishReason.Applies)
        {
            throw new AttemptFailedException(
                FailureKind.Interrupted,
                "the answer ended without a finish reason, so it may be cut off (for a service that never gives one, set RequiresFinishReason to false)"
            );
        }

        if (finish is not null && !FinishReasons.IsGood(finish))
        {
            throw BadEnd(finish, native);
        }
    }

    /// <summary>A chat client may tell of an error beside what it has of the answer.</summary>
    private static void Errors(ModelAnswer answer)
    {
        if (answer.IsNativeSemanticKernel)
        {
            return;
        }

        foreach (var message in answer.Response.Messages)
        {
            foreach (var item in message.Contents)
            {
                if (item is ErrorContent error && Refusals.Text(error) is null)
                {
                    throw ErrorInAnswer(error);
                }
            }
        }
    }

    /// <summary>The failure of an attempt whose answer carries an error.</summary>
    public static AttemptFailedException ErrorInAnswer(ErrorContent error) =>
        new(
            ErrorTaxonomy.KindOfWords($"{error.ErrorCode} {error.Message} {error.Details}"),
            $"the provider broke off with an error: {ProviderErrorText.Clean(error.Message)}"
        )
        {
            Code = error.ErrorCode,
        };

    private static AttemptFailedException BadEnd(string finish, string? native)
    {
        var word = ProviderErrorText.Clean(native ?? finish);
        var kind = FinishReasons.FailureOf(finish);
        return new(
            kind,
            kind is FailureKind.ContentFiltered
                ? $"the provider's content rules withheld the answer ({word})"
                : $"the answer ended with '{word}', which is no good end"
        )
        {
            Code = word,
        };
    }

    private static bool IsEmpty(ModelAnswer answer)
    {
        if (answer.Text.Length > 0 || answer.HasToolCalls)
        {
            return false;
        }

        return answer.IsNativeSemanticKernel
            ? answer.Contents.All(content =>
                AnswerMetadata.Refusal(content.Metadata) is null
                && content.Items.All(item => item is Microsoft.SemanticKernel.TextContent)
            )
            : answer.Response.Messages.All(message =>
                message.Contents.All(item =>
                    item is Microsoft.Extensions.AI.TextContent or UsageContent
                )
            );
    }

    private static string? BrokenCall(ModelAnswer answer)
    {
        if (!answer.HasToolCalls)
        {
            return null;
        }

        return answer.IsNativeSemanticKernel
            ? answer
                .Contents.SelectMany(Microsoft.SemanticKernel.FunctionCallContent.GetFunctionCalls)
                .FirstOrDefault(call => call.Exception is not null)
                ?.FunctionName
            : answer
                .Response.Messages.SelectMany(message => message.Contents)
                .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
                .FirstOrDefault(call => call.Exception is not null)
                ?.Name;
    }

    private static AttemptFailedException Empty() =>
        new(FailureKind.EmptyAnswer, "the answer has neither text nor tool call");
}
