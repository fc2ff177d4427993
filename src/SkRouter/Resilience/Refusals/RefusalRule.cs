namespace SkRouter.Resilience.Refusals;

/// <summary>One line of the data: what must be found in a refusal, and what it then means.</summary>
/// <param name="Meaning">What a refusal that fits means.</param>
/// <param name="Provider">The provider whose documented words these are; null for a rule by meaning.</param>
/// <param name="Statuses">The statuses it holds for: numbers, <c>4xx</c>, or <c>*</c>.</param>
/// <param name="All">Groups of which each must have one phrase in the refusal.</param>
/// <param name="None">Phrases that must not be in it.</param>
internal sealed record RefusalRule(
    RefusalMeaning Meaning,
    string? Provider,
    string Statuses,
    RefusalPhrase[][] All,
    RefusalPhrase[] None
)
{
    private readonly string[] _statuses = Statuses.Split(',');

    public bool Fits(int? status, RefusalBody body) =>
        HoldsFor(status)
        && Array.TrueForAll(All, group => Array.Exists(group, phrase => phrase.IsIn(body)))
        && !Array.Exists(None, phrase => phrase.IsIn(body));

    private bool HoldsFor(int? status)
    {
        foreach (var held in _statuses)
        {
            var holds = held switch
            {
                "*" => true,
                // A refusal in the body of a 200 has the words of a 400.
                "4xx" => status is null or (>= 200 and < 300) or (>= 400 and < 500),
                "5xx" => status >= 500,
                _ => int.TryParse(
                    held,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var number
                )
                    && status == number,
            };
            if (holds)
            {
                return true;
            }
        }

        return false;
    }
}
