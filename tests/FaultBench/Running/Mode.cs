namespace SkRouter.FaultBench.Running;

/// <summary>How the caller asks: which of the router's faces, plain or streamed.</summary>
internal readonly record struct Mode(bool ChatClient, bool Streamed)
{
    public static IReadOnlyList<Mode> All { get; } =
    [
        new(ChatClient: false, Streamed: false),
        new(ChatClient: false, Streamed: true),
        new(ChatClient: true, Streamed: false),
        new(ChatClient: true, Streamed: true),
    ];

    public override string ToString() =>
        (ChatClient ? "chat client" : "kernel") + (Streamed ? ", streamed" : ", plain");
}
