using Microsoft.AspNetCore.Http;
using SkRouter.Access;
using SkRouter.Telemetry;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>Puts what is done on the dashboard on the audit log. What cannot be put there is not done.</summary>
internal sealed class AdminAudit(IAdminStore store, DashboardSession session, TimeProvider time)
{
    private const int Longest = 500;

    public void Add(HttpContext http, AdminAction action) => Add(session.NameOf(http), action);

    public void Add(string who, AdminAction action) =>
        store.Append(
            new(
                time.GetUtcNow(),
                PlainText.Of(who, Longest),
                action.Action,
                PlainText.Of(action.Target, Longest),
                action.Before is { } before ? PlainText.Of(before, Longest) : null,
                action.After is { } after ? PlainText.Of(after, Longest) : null
            )
        );
}
