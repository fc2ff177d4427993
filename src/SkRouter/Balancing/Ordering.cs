using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>Deployments by a key, smallest first; each key is computed once.</summary>
internal static class Ordering
{
    public static Deployment[] By(
        IReadOnlyList<Deployment> deployments,
        Func<Deployment, double> key
    )
    {
        var keys = new double[deployments.Count];
        var order = new Deployment[deployments.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = deployments[i];
            keys[i] = key(order[i]);
        }

        Array.Sort(keys, order);
        return order;
    }
}
