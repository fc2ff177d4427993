namespace SkRouter.Plugin;

/// <summary>What a tool says that cannot tell for whom it works.</summary>
internal static class UnknownRun
{
    public const string Text =
        "Error: this conversation belongs to no run, so nothing is known of it. The app names a run with RoutingScope.Begin(run: ...), skrouter.run in the call's options, or an Agent Framework session.";
}
