namespace SkRouter.Simulator.Scripting;

/// <summary>What must hold for the measures of a fault.</summary>
internal static class FaultChecks
{
    public static void Check(FaultRule rule, string path, Action<string, string> wrong)
    {
        var fault = rule.Fault;
        Require(
            (fault.Kind != FaultKind.Status && fault.Status is null)
                || fault.Status is >= 400 and <= 599,
            $"{path}.fault.status",
            "a status fault needs an HTTP status from 400 to 599"
        );
        Require(
            fault.Kind is FaultKind.Status or FaultKind.ErrorEvent || fault.Status is null,
            $"{path}.fault.status",
            $"only the kinds \"status\" and \"errorEvent\" have a status, not \"{fault.Kind}\""
        );
        Require(
            fault.Kind != FaultKind.SlowFirstToken || fault.DelayMs is not null,
            $"{path}.fault.delayMs",
            "a slow first token needs \"delayMs\""
        );
        Require(fault.Share is >= 0 and <= 1, $"{path}.fault.share", "must be between 0 and 1");
        Require(!(fault.DelayMs < 0), $"{path}.fault.delayMs", "must be 0 or more milliseconds");
        Require(
            !(fault.RetryAfterSeconds < 0),
            $"{path}.fault.retryAfterSeconds",
            "must be 0 or more"
        );
        Require(!(fault.RetryAfterMs < 0), $"{path}.fault.retryAfterMs", "must be 0 or more");
        Require(
            rule.Probability is null or >= 0 and <= 1,
            $"{path}.probability",
            "must be between 0 and 1"
        );
        Require(!(rule.Times < 1), $"{path}.times", "must be 1 or more");
        Require(
            !(rule.UntilMs <= (rule.FromMs ?? 0)),
            $"{path}.untilMs",
            "must be later than \"fromMs\""
        );

        void Require(bool holds, string place, string message)
        {
            if (!holds)
            {
                wrong(place, message);
            }
        }
    }
}
