using System.Diagnostics;

namespace SkRouter.Benchmarks.Gateway.Servers;

/// <summary>Which processor is whose.</summary>
internal static class Processors
{
    public const string Server = "0";
    public const string Load = "1";

    private const string Taskset = "/usr/bin/taskset";

    public static bool CanPin { get; } = File.Exists(Taskset) && Environment.ProcessorCount > 1;

    public static bool ArePinned { get; } = File.Exists(Taskset);

    /// <summary>Starts a program that stays on one processor, where the system can do that.</summary>
    public static ProcessStartInfo Pinned(string processor, IEnumerable<string> command) =>
        ArePinned
            ? new(Taskset, ["-c", processor, .. command]) { UseShellExecute = false }
            : new(command.First(), command.Skip(1)) { UseShellExecute = false };
}
