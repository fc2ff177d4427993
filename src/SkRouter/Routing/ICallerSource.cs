namespace SkRouter.Routing;

/// <summary>Tells the router who is calling, where a framework knows that from its own context. Register it in the container.</summary>
public interface ICallerSource
{
    /// <summary>The caller of the current flow; null outside of one.</summary>
    CallerIdentity? Current { get; }
}
