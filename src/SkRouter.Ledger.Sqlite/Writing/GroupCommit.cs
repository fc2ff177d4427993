namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// Has callers wait for a commit that they share instead of for the journal, so that the two can be measured against each other:
/// docs/decisions/2026-11-29-journal-beside-sqlite.md. Switched on in the runtime's configuration, by the benchmark alone.
/// </summary>
internal static class GroupCommit
{
    public static bool IsOn { get; } =
        AppContext.TryGetSwitch("SkRouter.Ledger.Sqlite.GroupCommit", out var isOn) && isOn;
}
