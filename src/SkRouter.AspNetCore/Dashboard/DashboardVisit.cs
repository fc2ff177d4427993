namespace SkRouter.AspNetCore.Dashboard;

/// <summary>Hands the request to the components of its page. Components are public and their parameters too; what they need of us need not be.</summary>
internal sealed class DashboardVisit
{
    public DashboardPlace Place { get; set; } = null!;
}
