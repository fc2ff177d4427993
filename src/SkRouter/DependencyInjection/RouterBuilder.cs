using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Filters;
using SkRouter.Loops;

namespace SkRouter.DependencyInjection;

/// <summary>Configures the router. Everything here can be said in a configuration section too.</summary>
public sealed class RouterBuilder
{
    private readonly RouterRegistration _registration;

    internal RouterBuilder(IServiceCollection services, RouterRegistration registration)
    {
        Services = services;
        _registration = registration;
    }

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Everything that can be configured.</summary>
    public SkRouterOptions Options => _registration.Options;

    internal List<string> SectionFaults => _registration.SectionFaults;

    /// <summary>Defines an agent role, or adds to one.</summary>
    /// <param name="name">Its name, unlike any deployment's or model's.</param>
    /// <param name="configure">Says what it may use.</param>
    public RouterBuilder Role(string name, Action<RoleBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (!Options.Roles.TryGetValue(name, out var role))
        {
            Options.Roles[name] = role = new();
        }

        configure(new(role));
        _registration.AddRoleView(Services, name);
        return this;
    }

    /// <summary>States facts about a deployment: its price, window, limits.</summary>
    /// <param name="key">The key under which the app registers the chat service.</param>
    /// <param name="configure">States the facts.</param>
    public RouterBuilder Deployment(string key, Action<DeploymentBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(configure);
        if (!Options.Deployments.TryGetValue(key, out var deployment))
        {
            Options.Deployments[key] = deployment = new();
        }

        configure(new(deployment));
        return this;
    }

    /// <summary>Limits spend; see <see cref="SkRouterOptions.Budgets"/>.</summary>
    /// <param name="name">A name of your own for it.</param>
    /// <param name="configure">Says whose spend, how much, and over which time.</param>
    public RouterBuilder Budget(string name, Action<ScopedBudgetOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (!Options.Budgets.TryGetValue(name, out var budget))
        {
            Options.Budgets[name] = budget = new();
        }

        configure(budget);
        return this;
    }

    /// <summary>The role of a call that names none.</summary>
    public RouterBuilder DefaultRole(string name)
    {
        Options.DefaultRole = name;
        return this;
    }

    /// <summary>Says which calls of a tool count as the same when circles are looked for; see <see cref="IToolCallKey"/>.</summary>
    /// <param name="tool">The tool: <c>Function</c>, or <c>Plugin_Function</c>.</param>
    /// <param name="key">The key of a call's arguments; null for a call that must not be held against the agent.</param>
    public RouterBuilder SameToolCall(
        string tool,
        Func<IReadOnlyDictionary<string, object?>, string?> key
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tool);
        ArgumentNullException.ThrowIfNull(key);
        Services.AddSingleton<IToolCallKey>(new DelegateToolCallKey(tool, key));
        return this;
    }

    /// <summary>Adds a filter around every round trip, inside of those that were added before.</summary>
    /// <typeparam name="TFilter">The filter.</typeparam>
    public RouterBuilder AddFilter<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter
    >()
        where TFilter : class, IModelInvocationFilter
    {
        Services.AddSingleton<IModelInvocationFilter, TFilter>();
        return this;
    }
}
