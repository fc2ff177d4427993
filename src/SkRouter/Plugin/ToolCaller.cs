using System.Diagnostics;
using System.Runtime.CompilerServices;
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

    private static readonly ConditionalWeakTable<FunctionCallContent, string> Runs = [];

    /// <summary>Says for which round trip the router's own tool loop runs tools, until the calling method returns.</summary>
    public static void Enter(DecisionRecord? record) =>
        OfOwnLoop.Value = record is null
            ? null
            : (
                new(record.Role, record.Agent, record.Run),
                FunctionInvokingChatClient.CurrentContext
            );

    /// <summary>
    /// The run of the call that a tool is running for right now, if the router answered it: an agent that another one uses as a tool belongs to
    /// that one's run.
    /// </summary>
    /// <returns>Null outside of tools.</returns>
    public static string? RunAround()
    {
        var context = FunctionInvokingChatClient.CurrentContext;
        if (OfOwnLoop.Value is { } own && ReferenceEquals(own.Around, context))
        {
            return own.Caller.Run;
        }

        return context is not null && Runs.TryGetValue(context.CallContent, out var run)
            ? run
            : null;
    }

    /// <summary>Says which run the calls of an answer are of, for tool loops above the router.</summary>
    public static void Remember(IList<AIContent> contents, string run)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is FunctionCallContent call)
            {
                Runs.AddOrUpdate(call, run);
            }
        }
    }

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
