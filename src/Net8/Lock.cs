#pragma warning disable CS9216 // Here the lock's monitor is meant.
namespace System.Threading;

/// <summary>The lock type of .NET 9 and later, as a monitor, for the build for .NET 8.</summary>
internal sealed class Lock
{
    public Scope EnterScope()
    {
        Monitor.Enter(this);
        return new Scope(this);
    }

    public readonly ref struct Scope(Lock owner)
    {
        public void Dispose() => Monitor.Exit(owner);
    }
}
