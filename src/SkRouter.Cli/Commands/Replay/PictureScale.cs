namespace SkRouter.Cli.Commands.Replay;

/// <summary>From costs and scores to shares of a picture's width and height, and back.</summary>
internal readonly record struct PictureScale(double Most, double Low, double High)
{
    public double Across(double cost) => Most > 0 ? cost / Most : 0;

    public double Up(double score) => (score - Low) / (High - Low);

    public double CostAt(double share) => share * Most;

    public double ScoreAt(double share) => Low + (share * (High - Low));
}
