using System.Globalization;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>A test that runs for as many seconds as SKROUTER_SOAK says, and not at all without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute()
    {
        if (Seconds == 0 || !OperatingSystem.IsLinux())
        {
            Skip = "Runs for SKROUTER_SOAK seconds (600 for ten minutes), on Linux.";
        }
    }

    public static int Seconds { get; } =
        int.TryParse(
            Environment.GetEnvironmentVariable("SKROUTER_SOAK"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? seconds
            : 0;
}
