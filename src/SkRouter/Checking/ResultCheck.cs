using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Checking;

/// <summary>Makes checks of results.</summary>
public static class ResultCheck
{
    /// <summary>A check by the app's own code, such as a test run.</summary>
    /// <param name="name">Its name in records.</param>
    /// <param name="check">Returns null if the result is good enough, else why not.</param>
    public static IResultCheck Of(
        string name,
        Func<WorkResult, CancellationToken, ValueTask<string?>> check
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(check);
        return new DelegateCheck(name, check);
    }

    /// <summary>
    /// A check by a tool. It is called with the result's text as its argument <c>result</c>, if it has one. The result fails if the tool throws, returns false, or returns what
    /// says that it failed: text that begins with "error", or an object with a member <c>error</c>, <c>isError</c> or an <c>exitCode</c> other than 0.
    /// </summary>
    /// <param name="tool">The tool, e.g. a test run.</param>
    public static IResultCheck Tool(AIFunction tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return new ToolCheck(tool);
    }

    /// <summary>A check by a JSON schema: the result must be JSON that meets it, in a code fence or not.</summary>
    /// <param name="schema">The schema.</param>
    /// <exception cref="ArgumentException">The schema has a keyword that is not checked, so that a result could pass that does not meet it.</exception>
    public static IResultCheck JsonSchema(JsonElement schema) => new SchemaCheck(schema);

    /// <summary>A check by a model: a role is asked whether the result meets criteria. What it costs is on its own record.</summary>
    /// <param name="router">The router.</param>
    /// <param name="role">The role that judges; best one whose model is no weaker than the one that did the work.</param>
    /// <param name="criteria">What the result must meet, with what was asked for.</param>
    public static IResultCheck Judge(ModelRouter router, string role, string criteria)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        ArgumentException.ThrowIfNullOrWhiteSpace(criteria);
        return new JudgeCheck(router, role, criteria);
    }

    /// <summary>A check by what the role has learned of its runs (<c>EscalateWithin</c>): the result fails if runs that went like this one mostly did.</summary>
    /// <param name="router">The router.</param>
    public static IResultCheck Learned(ModelRouter router)
    {
        ArgumentNullException.ThrowIfNull(router);
        return new LearnedCheck(() => router);
    }
}
