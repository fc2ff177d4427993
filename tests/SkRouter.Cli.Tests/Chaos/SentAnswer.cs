namespace SkRouter.Cli.Tests.Chaos;

/// <summary>What a provider knows of one request that it got.</summary>
/// <param name="Number">Its number, which the answer names as the tokens of its output.</param>
/// <param name="Call">The call that it was made for.</param>
/// <param name="Model">Who was asked.</param>
/// <param name="Words">The words of its text, which it names as the tokens of its input.</param>
/// <param name="Fault">What went wrong on purpose.</param>
internal sealed record SentAnswer(
    long Number,
    string Call,
    string Model,
    int Words,
    UpstreamFault Fault
)
{
    /// <summary>Gets or sets whether the whole answer left, with what it consumed.</summary>
    public bool IsWhole { get; set; }
}
