using System.Globalization;

namespace SkRouter.Resilience.Refusals;

/// <summary>One line of the data: what must be found in a refusal, and what it then means.</summary>
internal sealed class RefusalRule
{
    private readonly string[] _statuses;
    private readonly int[] _all;
    private readonly int _none;

    /// <param name="meaning">What a refusal that fits means.</param>
    /// <param name="provider">The provider whose documented words these are; null for a rule by meaning.</param>
    /// <param name="statuses">The statuses it holds for: numbers, <c>4xx</c>, <c>5xx</c> or <c>*</c>.</param>
    /// <param name="all">Slots of groups of which each must have one phrase in the refusal.</param>
    /// <param name="none">The slot of the phrases that must not be in it; -1 if there are none.</param>
    public RefusalRule(
        RefusalMeaning meaning,
        string? provider,
        string statuses,
        int[] all,
        int none
    )
    {
        Meaning = meaning;
        Provider = provider;
        Statuses = statuses;
        _statuses = statuses.Split(',');
        _all = all;
        _none = none;
        foreach (var status in _statuses)
        {
            if (
                status is not ("*" or "4xx" or "5xx")
                && !int.TryParse(status, CultureInfo.InvariantCulture, out _)
            )
            {
                throw new FormatException(
                    $"'{status}' is no status: it must be a number, 4xx, 5xx or *."
                );
            }
        }
    }

    public RefusalMeaning Meaning { get; }

    public string? Provider { get; }

    public string Statuses { get; }

    /// <summary>Whether a refusal fits.</summary>
    /// <param name="status">Its HTTP status; null if it had none.</param>
    /// <param name="found">The slots of which a phrase was found.</param>
    public bool Fits(int? status, ReadOnlySpan<bool> found)
    {
        foreach (var slot in _all)
        {
            if (!found[slot])
            {
                return false;
            }
        }

        return (_none < 0 || !found[_none]) && HoldsFor(status);
    }

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
                _ => status == int.Parse(held, CultureInfo.InvariantCulture),
            };
            if (holds)
            {
                return true;
            }
        }

        return false;
    }
}
