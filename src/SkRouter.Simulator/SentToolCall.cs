namespace SkRouter.Simulator;

/// <summary>A tool call as it was sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The advertised name.</param>
/// <param name="Arguments">The arguments as text, normally JSON.</param>
public sealed record SentToolCall(string Id, string Name, string Arguments);
