using System.Globalization;
using SkRouter.Resilience;

namespace SkRouter.TestKit.Refusals;

/// <summary>One refusal as a provider documents it or a user reports it, and what it means.</summary>
/// <param name="Provider">Who refuses.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Source">Where its wording is documented or reported.</param>
/// <param name="Body">The body.</param>
public sealed record RefusalCase(
    string Provider,
    int Status,
    string Meaning,
    string Source,
    string Body
)
{
    public static IReadOnlyList<RefusalCase> All { get; } = [.. Read()];

    /// <summary>What the router must take it for.</summary>
    public FailureKind Kind =>
        Meaning switch
        {
            "content" => FailureKind.ContentFiltered,
            "key" or "credit" or "region" or "organisation" => FailureKind.KeyRejected,
            "rate" => FailureKind.RateLimited,
            "overloaded" => FailureKind.Overloaded,
            "too-long" => FailureKind.ContextTooLong,
            "model" => FailureKind.ModelNotFound,
            "bad-output" => FailureKind.MalformedAnswer,
            "output-limit" or "unsupported" => FailureKind.UnsupportedRequest,
            "invalid" => FailureKind.InvalidRequest,
            "server" => FailureKind.ServerError,
            _ => throw new FormatException($"'{Meaning}' is no meaning."),
        };

    /// <summary>Whether another kind leads to the same action: no capacity and too many requests are a cooldown alike.</summary>
    public bool IsRightlyRead(FailureKind kind) =>
        ActionOf(kind) == ActionOf(Kind)
        || (Status == 200 && Meaning == "server" && kind is FailureKind.MalformedAnswer);

    private static FailureKind ActionOf(FailureKind kind) =>
        kind is FailureKind.Overloaded ? FailureKind.RateLimited : kind;

    private static IEnumerable<RefusalCase> Read()
    {
        using var stream = typeof(RefusalCase).Assembly.GetManifestResourceStream(
            "SkRouter.TestKit.refusal-cases.tsv"
        )!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var columns = line.Split('\t');
                yield return new(
                    columns[0],
                    int.Parse(columns[1], CultureInfo.InvariantCulture),
                    columns[2],
                    columns[3],
                    columns[4]
                );
            }
        }
    }
}
