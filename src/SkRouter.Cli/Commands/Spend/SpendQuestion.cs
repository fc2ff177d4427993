namespace SkRouter.Cli.Commands.Spend;

/// <summary>What the command line asks.</summary>
internal sealed record SpendQuestion
{
    public required string Ledger { get; init; }

    public required SpendGrouping By { get; init; }

    public required DateTimeOffset? Since { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    public required int Top { get; init; }
}
