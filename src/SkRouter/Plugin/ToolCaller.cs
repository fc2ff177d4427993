using System.Diagnostics;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>Which role, agent and run a tool works for, found out while it runs.</summary>
/// <param name="Role">The role; null if unknown.</param>
/// <param name="Agent">The agent; null if unknown.</param>
/// <param name="Run">The run; null if unknown.</param>
internal sealed record ToolCaller(string? Role, string? Agent, string? Run)
{
    private static readonly AsyncLocal<(ToolCaller Caller, object? Around)?> OfOwnLoop = new();

    /// <summary>Says for which round trip the router's own tool loop runs tools, until the calling method returns.</summary>
    public static void Enter(DecisionRecord? record) =>
        OfOwnLoop.Value = record is null
            ? null
            : (
                new(record.Role, record.Agent, record.Run),
                FunctionInvokingChatClient.CurrentContext
            );

    public static ToolCaller Find(IEnumerable<ICallerSource> sources)
    {
        // Another tool loop may have begun within a tool of the router's own; then that one is the caller.
        if (
            OfOwnLoop.Value is { } own
            && ReferenceEquals(own.Around, FunctionInvokingChatClient.CurrentContext)
        )
        {
            return own.Caller;
        }

        var carried = FunctionInvokingChatClient.CurrentContext?.Options?.AdditionalProperties;
        var scope = RoutingScope.Current;
        var identity = sources
            .Select(static source => source.Current)
            .FirstOrDefault(static found => found is not null);
        return new(
            Text(carried, CarrierKeys.Role) ?? scope?.Role,
            Text(carried, CarrierKeys.Agent) ?? scope?.Agent ?? identity?.Agent,
            Text(carried, CarrierKeys.Run)
                ?? scope?.Run
                ?? identity?.Session
                ?? Activity.Current?.TraceId.ToHexString()
        );
    }

    private static string? Text(AdditionalPropertiesDictionary? carried, string key) =>
        carried is not null && carried.TryGetValue(key, out var value) ? value as string : null;
}
