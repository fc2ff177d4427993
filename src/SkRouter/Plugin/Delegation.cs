using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>Lets an agent give a task to another role.</summary>
internal static class Delegation
{
    // A role that delegates may meet one that delegates back.
    private const int Deepest = 3;

    private static readonly AsyncLocal<int> Depth = new();

    public static RouterTool Tool(ModelRouter router, IReadOnlyList<ICallerSource> sources) =>
        new(
            "delegate_to_role",
            "Gives a task to another role and returns its answer. The role sees only the task, not this conversation.",
            Schema(router),
            (arguments, cancellationToken) =>
                DelegateAsync(
                    router,
                    ToolCaller.Find(sources),
                    RouterTool.Text(arguments, "role"),
                    RouterTool.Text(arguments, "task"),
                    cancellationToken
                )
        );

    private static async ValueTask<string> DelegateAsync(
        ModelRouter router,
        ToolCaller caller,
        string role,
        string task,
        CancellationToken cancellationToken
    )
    {
        if (!router.Roles.Contains(role, StringComparer.OrdinalIgnoreCase))
        {
            return $"Error: there is no role '{role}'. Roles: {Names(router)}.";
        }

        if (Depth.Value >= Deepest)
        {
            return FormattableString.Invariant(
                $"Error: this task has been handed on {Deepest} times already. Do it yourself."
            );
        }

        Depth.Value++;
        using var scope = RoutingScope.Begin(role, agent: role, run: caller.Run);
        var worker = router.Services.GetService<IRoleWorker>() ?? new PlainRoleWorker(router);
        return await worker.WorkAsync(role, task, cancellationToken).ConfigureAwait(false);
    }

    private static string Schema(ModelRouter router) =>
        new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["role"] = new JsonObject
                {
                    ["type"] = "string",
                    ["enum"] = new JsonArray([
                        .. router
                            .Roles.Order(StringComparer.Ordinal)
                            .Select(static role => (JsonNode)JsonValue.Create(role)!),
                    ]),
                },
                ["task"] = new JsonObject
                {
                    ["type"] = "string",
                    ["description"] =
                        "What is to be done, with everything that is needed to do it.",
                },
            },
            ["required"] = new JsonArray("role", "task"),
        }.ToJsonString();

    private static string Names(ModelRouter router) =>
        string.Join(", ", router.Roles.Order(StringComparer.Ordinal));
}
