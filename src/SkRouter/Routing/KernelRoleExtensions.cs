using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>Gives kernels to agents and prompts that play a role.</summary>
public static class KernelRoleExtensions
{
    /// <summary>
    /// A copy of the kernel whose every call plays a role, unless the call itself names another: for Semantic Kernel's agents, prompts and
    /// functions. Services are shared; plugins that are added to the copy are its own.
    /// </summary>
    /// <param name="kernel">The kernel that has the router.</param>
    /// <param name="role">A role, deployment or model.</param>
    public static Kernel ForRole(this Kernel kernel, string role)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        var copy = kernel.Clone();
        copy.Data[CarrierKeys.Role] = role;
        return copy;
    }
}
