namespace SkRouter.Resilience.Refusals;

/// <summary>From the status and body of a refusal to its meaning. A status may lie: what a provider says goes before it, where the two can be reconciled.</summary>
internal sealed class RefusalReader(RefusalRules rules)
{
    public static readonly RefusalReader Default = new(RefusalRules.Default);

    /// <param name="status">The HTTP status; null for an exception without one.</param>
    /// <param name="body">What the provider says.</param>
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
                ? OrContent(said, rule, body)
                : RefusalMeaning.Key,
            403 => IsOf(said, [RefusalMeaning.TooLong, RefusalMeaning.Rate])
            || IsOf(said, [RefusalMeaning.Content, RefusalMeaning.Overloaded, RefusalMeaning.Model])
            || IsOf(said, KeyMatters)
                ? OrContent(said, rule, body)
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
            || said is RefusalMeaning.TooLong && rule!.Provider is not null
                ? said
                : RefusalMeaning.Rate,
            // "Unavailable for legal reasons": of the place, or of what was asked.
            451 => said is RefusalMeaning.Region ? said : RefusalMeaning.Content,
            408 or 409 or 421 or 424 or 425 or 499 or >= 500 => OfAServer(said, body),
            >= 200 and < 300 => OfASuccess(said, body),
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
        said is RefusalMeaning.Unknown && !body.IsMarkup && rules.ContentWords(body) > 0
            ? RefusalMeaning.Content
            : RefusalMeaning.Key;

    /// <summary>Two words of content in the words of a server's failure are no accident.</summary>
    private RefusalMeaning OfAServer(RefusalMeaning said, RefusalBody body) =>
        said is not (RefusalMeaning.Unknown or RefusalMeaning.Invalid or RefusalMeaning.Server)
            ? said
        : !body.IsMarkup && rules.ContentWords(body) > 1 ? RefusalMeaning.Content
        : RefusalMeaning.Server;

    /// <summary>An error that came in place of an answer, or in the first event of a stream.</summary>
    private RefusalMeaning OfASuccess(RefusalMeaning said, RefusalBody body) =>
        said is RefusalMeaning.Unknown or RefusalMeaning.Unsupported or RefusalMeaning.Invalid
        && rules.ContentWords(body) > 0
            ? RefusalMeaning.Content
            : said;

    /// <summary>A refusal that no provider documents goes to another one only if nothing in it speaks of content: a leak is worse than an error.</summary>
    private RefusalMeaning OfABadRequest(RefusalRule? rule, RefusalBody body)
    {
        if (rule is null or { Meaning: RefusalMeaning.Unsupported, Provider: null })
        {
            return rules.ContentWords(body) switch
            {
                0 => RefusalMeaning.Unsupported,
                1 => RefusalMeaning.Invalid,
                _ => RefusalMeaning.Content,
            };
        }

        return OrContent(rule.Meaning, rule, body);
    }

    /// <summary>"Access denied by our safety policy" speaks of the prompt and not of the key.</summary>
    private RefusalMeaning OrContent(RefusalMeaning said, RefusalRule? rule, RefusalBody body) =>
        said is RefusalMeaning.Key or RefusalMeaning.BadOutput or RefusalMeaning.Server
        && rule is { Provider: null }
        && !body.IsMarkup
        && rules.ContentWords(body) > 1
            ? RefusalMeaning.Content
            : said;
}
