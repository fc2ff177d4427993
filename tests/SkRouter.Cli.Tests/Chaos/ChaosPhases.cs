namespace SkRouter.Cli.Tests.Chaos;

/// <summary>What is done to the server while callers go on.</summary>
[Flags]
internal enum ChaosPhases
{
    None = 0,
    Terminated = 1,
    Killed = 2,
    Locked = 4,
    DiskFull = 8,
}
