namespace SkRouter.Resilience.Refusals;

/// <summary>From the status and body of a refusal to its meaning. A status may lie: what a provider says goes before it, where the two can be reconciled.</summary>
internal sealed class RefusalReader(RefusalRules rules)
{
    public static readonly RefusalReader Default = new(RefusalRules.Default);

    public RefusalMeaning Read(int? status, RefusalBody body)
    {
        var rule = rules.Find(status, body);
        var said = rule?.Meaning ?? RefusalMeaning.Unknown;
        return status switch
        {
            null => said,
            529 or 498 => said is RefusalMeaning.Content ? said : RefusalMeaning.Overloaded,
            401 or 402 => IsOf(said, [RefusalMeaning.Content, RefusalMeaning.TooLong])
            || IsOf(said, KeyMatters)
                ? said
                : RefusalMeaning.Key,
            403 => IsOf(said, [RefusalMeaning.TooLong, RefusalMeaning.Rate])
            || IsOf(said, [RefusalMeaning.Content, RefusalMeaning.Overloaded, RefusalMeaning.Model])
            || IsOf(said, KeyMatters)
                ? said
                : OfAForbidden(said, body),
            404 or 405 or 410 or (>= 300 and < 400) => IsOf(
                said,
                [RefusalMeaning.Content, RefusalMeaning.Unsupported]
            ) && (rule!.Provider is not null || rule.Statuses is "404" or "*")
                ? said
                : RefusalMeaning.Model,
            413 => IsOf(said, [RefusalMeaning.Content, RefusalMeaning.Rate])
                ? said
                : RefusalMeaning.TooLong,
            429 => IsOf(said, [RefusalMeaning.Content, RefusalMeaning.Overloaded])
            || IsOf(said, KeyMatters)
                ? said
                : RefusalMeaning.Rate,
            408 or 409 or 421 or 424 or 425 or 499 or >= 500 => said
                is RefusalMeaning.Unknown
                    or RefusalMeaning.Invalid
                ? RefusalMeaning.Server
                : said,
            >= 200 and < 300 => said,
            _ => OfABadRequest(rule, body),
        };
    }

    private static ReadOnlySpan<RefusalMeaning> KeyMatters =>
        [
            RefusalMeaning.Key,
            RefusalMeaning.Credit,
            RefusalMeaning.Region,
            RefusalMeaning.Organisation,
        ];

    private static bool IsOf(RefusalMeaning said, ReadOnlySpan<RefusalMeaning> taken) =>
        taken.Contains(said);

    /// <summary>A 403 parks the deployment and sends the prompt on, so one that may be about the prompt is read as such. A page of HTML is a gateway's own.</summary>
    private RefusalMeaning OfAForbidden(RefusalMeaning said, RefusalBody body) =>
        said is RefusalMeaning.Unknown && !body.IsMarkup && rules.SpeaksOfContent(body)
            ? RefusalMeaning.Content
            : RefusalMeaning.Key;

    /// <summary>A refusal that no provider documents goes to another one only if nothing in it speaks of content: a leak is worse than an error.</summary>
    private RefusalMeaning OfABadRequest(RefusalRule? rule, RefusalBody body)
    {
        if (rule is null or { Meaning: RefusalMeaning.Unsupported, Provider: null })
        {
            return rules.SpeaksOfContent(body)
                ? RefusalMeaning.Invalid
                : RefusalMeaning.Unsupported;
        }

        return rule.Meaning;
    }
}
