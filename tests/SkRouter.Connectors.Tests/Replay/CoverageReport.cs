using System.Globalization;
using System.Text;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>How much of a provider's recorded traffic its connector covers, and why the rest is not.</summary>
internal sealed class CoverageReport(string provider)
{
    /// <summary>Names a folder that gets one report per provider.</summary>
    private const string FolderVariable = "SKROUTER_REPLAY_REPORTS";
    private readonly List<(RecordedExchange Exchange, IReadOnlyList<string> Differences)> _failed =
    [];
    private readonly SortedDictionary<string, int> _notChat = new(StringComparer.Ordinal);
    private int _covered;

    public int Chat => _covered + _failed.Count;

    public double Share => Chat == 0 ? 0 : (double)_covered / Chat;

    public static async Task<CoverageReport> MakeAsync(string provider)
    {
        var report = new CoverageReport(provider);
        foreach (var exchange in Recordings.All.Where(item => item.Provider == provider))
        {
            if (NotChat(exchange) is { } kind)
            {
                report._notChat[kind] = report._notChat.GetValueOrDefault(kind) + 1;
                continue;
            }
            var differences = await Replay.DifferencesAsync(exchange);
            if (differences.Count == 0)
            {
                report._covered++;
            }
            else
            {
                report._failed.Add((exchange, differences));
            }
        }
        return report;
    }

    public void Save()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, provider + ".txt"), ToString());
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{provider}: {_covered} of {Chat} chat exchanges covered ({Share:P1})"
        );
        foreach (var (kind, count) in _notChat)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  not chat: {count} x {kind}");
        }
        foreach (var (exchange, differences) in _failed)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {exchange}");
            foreach (var difference in differences.Take(6))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"      {difference}");
            }
        }
        return text.ToString();
    }

    /// <summary>Counting tokens, embeddings, fetching a stored answer, compacting: no round trip of a chat.</summary>
    private static string? NotChat(RecordedExchange exchange)
    {
        if (exchange.Method != "POST")
        {
            return $"{exchange.Method} of a stored answer";
        }
        var last = exchange.Path.Split('?')[0].Split('/')[^1];
        return last is "count_tokens" or "embeddings" or "compact" or "input_tokens" ? last : null;
    }
}
