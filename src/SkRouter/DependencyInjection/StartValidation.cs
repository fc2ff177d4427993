using Microsoft.Extensions.Options;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.DependencyInjection;

/// <summary>Lets a host report everything that is wrong when it starts, instead of on the first call.</summary>
internal sealed class StartValidation(ModelRouter router) : IValidateOptions<SkRouterOptions>
{
    public ValidateOptionsResult Validate(string? name, SkRouterOptions options)
    {
        try
        {
            router.Validate();
            return ValidateOptionsResult.Success;
        }
        catch (RouterConfigurationException exception)
        {
            return ValidateOptionsResult.Fail(exception.Faults);
        }
    }
}
