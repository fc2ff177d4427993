using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>One line of the table of errors: a failure of the first deployment, and what follows from it.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Fault">How the deployment <c>one</c> fails.</param>
/// <param name="Asked">Whom the round trip asks, in order.</param>
/// <param name="Kind">What the record says of the first attempt.</param>
/// <param name="CoolsDown">Who is left alone afterwards.</param>
/// <param name="Counts">Whether the circuit counts it.</param>
internal sealed record ErrorRow(
    string Name,
    ErrorFault Fault,
    string Asked,
    FailureKind Kind,
    string CoolsDown = "",
    bool Counts = false
)
{
    /// <summary>How other deployments fail.</summary>
    public IReadOnlyDictionary<string, ErrorFault> Others { get; init; } =
        new Dictionary<string, ErrorFault>();

    /// <summary>What the caller gets: the status, the code, the parameter and a part of the message; null for an answer.</summary>
    public ErrorAnswer? Error { get; init; }

    /// <summary>For how long it is left alone at least; null if that does not matter.</summary>
    public double? Seconds { get; init; }

    /// <summary>In a stream it comes after text was shown, which is another matter.</summary>
    public bool PlainOnly { get; init; }

    public override string ToString() => Name;
}
