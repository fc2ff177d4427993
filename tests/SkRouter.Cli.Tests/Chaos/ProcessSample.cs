using System.Globalization;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>What a process holds at one moment, as Linux says it.</summary>
/// <param name="Seconds">When, from the beginning.</param>
/// <param name="ResidentKilobytes">Its resident memory.</param>
/// <param name="OwnKilobytes">The part of it that is the process's own; the rest are pages of files that are mapped, which the system takes back when it needs them.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Handles">Its open files and sockets.</param>
internal sealed record ProcessSample(
    double Seconds,
    double ResidentKilobytes,
    double OwnKilobytes,
    double Threads,
    double Handles
)
{
    public static ProcessSample Of(int process, double seconds)
    {
        var status = File.ReadAllLines(FormattableString.Invariant($"/proc/{process}/status"));
        return new(
            seconds,
            Number(status, "VmRSS:"),
            Number(status, "RssAnon:"),
            Number(status, "Threads:"),
            Directory.GetFiles(FormattableString.Invariant($"/proc/{process}/fd")).Length
        );
    }

    /// <summary>By how much something grows in a minute, by least squares.</summary>
    public static double SlopePerMinute(
        IReadOnlyList<ProcessSample> samples,
        Func<ProcessSample, double> value
    )
    {
        var (at, mean) = (samples.Average(static sample => sample.Seconds), samples.Average(value));
        var over = samples.Sum(sample => (sample.Seconds - at) * (value(sample) - mean));
        return over / samples.Sum(sample => (sample.Seconds - at) * (sample.Seconds - at)) * 60;
    }

    private static double Number(string[] lines, string name) =>
        double.Parse(
            lines
                .Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..]
                .Replace("kB", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture
        );
}
