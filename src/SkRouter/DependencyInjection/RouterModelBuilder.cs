using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using SkRouter.Catalog;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.DependencyInjection;

/// <summary>From options and registered services to the model that the stages use. Collects every fault before it gives up.</summary>
internal sealed class RouterModelBuilder(
    SkRouterOptions options,
    IServiceProvider services,
    TimeProvider time,
    RoutingPolicies policies,
    ILogger<ModelRouter> logger
)
{
    private const string ImplicitRole = "default";

    private readonly List<string> _faults = [];

    /// <param name="scan">Finds the app's chat services.</param>
    /// <param name="sectionFaults">What was wrong with configuration sections.</param>
    public RouterModel Build(ServiceScan scan, IReadOnlyList<string> sectionFaults)
    {
        _faults.AddRange(sectionFaults);
        var registrations = scan.Read(_faults);
        var reader = new DeploymentReader(options, services, time, _faults);
        var deployments = reader.Read(registrations);
        var catalog = new DeploymentCatalog(deployments);
        if (registrations.Count == 0)
        {
            _faults.Add(
                "no models: register at least one chat service in the kernel, e.g. builder.AddOpenAIChatCompletion(..., serviceId: \"gpt-4o\"), or list some under Providers in the configuration"
            );
        }

        OptionsCheck.Check(options, catalog, _faults, reader.Failed);
        CheckPrices(deployments);
        var roles = new RoleReader(options, catalog, policies, RoleChecks.Of(services), _faults)
        {
            Failed = reader.Failed,
            AllFailed = registrations.Count == 0,
        }.Read(options.Roles);
        var fallback = DefaultRole(options, roles, catalog, _faults);
        if (_faults.Count > 0)
        {
            throw new RouterConfigurationException(_faults);
        }

        LogContinuation(roles.Values);
        return new(catalog, roles.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), fallback);
    }

    /// <summary>Says for which roles a broken stream cannot be continued, though they would have it.</summary>
    private void LogContinuation(IEnumerable<RoleModel> roles)
    {
        List<string> names =
        [
            .. roles
                .Where(role =>
                    role is { Continue: true, CommitOn: CommitOn.FirstToken }
                    && role.Deployments.All(deployment => deployment.Prefix is null)
                )
                .Select(role => role.Name)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
        if (names.Count > 0)
        {
            logger.NobodyContinues(string.Join(", ", names));
        }
    }

    private void CheckPrices(IReadOnlyList<Deployment> deployments)
    {
        foreach (var deployment in deployments.Where(deployment => deployment.Price is null))
        {
            var fault =
                $"deployment '{deployment.Key}' (model '{deployment.Model}') has no price: state it with Deployment(\"{deployment.Key}\", d => d.Price(input: .., output: ..)) in USD per million tokens, or d.Free(), or set MissingPrice to Warn";
            if (options.MissingPrice is MissingPriceAction.Fail)
            {
                _faults.Add(fault);
            }
            else
            {
                logger.ConfigurationWarning(fault);
            }
        }
    }

    public static RoleModel DefaultRole(
        SkRouterOptions options,
        Dictionary<string, RoleModel> roles,
        DeploymentCatalog catalog,
        List<string> faults
    )
    {
        if (options.DefaultRole is { } name)
        {
            if (roles.TryGetValue(name, out var role))
            {
                return role;
            }

            faults.Add(
                $"DefaultRole is '{name}', but there is no such role; roles: {string.Join(", ", roles.Keys)}"
            );
        }

        if (roles.TryGetValue(ImplicitRole, out var own))
        {
            return own;
        }

        if (roles.Count == 1)
        {
            return roles.Values.First();
        }

        // Calls without a role do what they did before the router was there: use the models in the order of registration.
        var everything = RoleReader.Everything(ImplicitRole, catalog, options);
        if (roles.Count == 0)
        {
            roles[ImplicitRole] = everything;
        }

        return everything;
    }
}
