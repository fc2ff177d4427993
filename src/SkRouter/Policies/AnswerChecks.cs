using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.Policies;

/// <summary>Runs a role's checks on an answer, and lets the abilities learn from the verdict.</summary>
internal sealed class AnswerChecks(OutcomeLearning learning)
{
    /// <summary>Throws when the answer fails. The last candidate's answer is taken all the same, with a note: a doubtful answer beats none.</summary>
    public async ValueTask RunAsync(
        ModelInvocationContext context,
        Deployment deployment,
        string text,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        foreach (var check in context.RoleModel.Checks)
        {
            if (
                await check.CheckAsync(context, text, cancellationToken).ConfigureAwait(false)
                is not { } reason
            )
            {
                continue;
            }

            learning.Checked(context, deployment, passed: false);
            var verdict =
                $"its answer failed the check '{check.Name}': {ProviderErrorText.Clean(reason)}";
            if (!isLast)
            {
                throw new AttemptFailedException(FailureKind.Rejected, verdict);
            }

            context.Note($"{deployment.Key}: {verdict}; nobody is left to ask, so it was taken");
            return;
        }

        if (context.RoleModel.Checks.Count > 0)
        {
            learning.Checked(context, deployment, passed: true);
        }
    }
}
