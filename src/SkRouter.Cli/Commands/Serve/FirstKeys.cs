using Microsoft.Extensions.DependencyInjection;
using SkRouter.Access;
using SkRouter.AspNetCore.Dashboard.Access;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>The keys that were made because there were none; they are shown once.</summary>
/// <param name="Admin">Signs in to the dashboard; null if there was one.</param>
/// <param name="Once">The token of a link that signs in once; null if there was an admin key.</param>
/// <param name="Api">Lets a client in; null if there was one, or keys are not asked for or made by hand.</param>
internal sealed record FirstKeys(string? Admin, string? Once, string? Api)
{
    private const string Name = "first";

    public static FirstKeys MakeIfMissing(
        IServiceProvider services,
        ServeConfiguration configuration,
        ServePlan plan
    )
    {
        var time = services.GetRequiredService<TimeProvider>();
        var admin = services.GetRequiredService<AdminKeys>().MakeIfMissing();
        var keys = services.GetRequiredService<IApiKeyStore>();
        var makes = !plan.NoAuth && !configuration.Settings.RequireKey && keys.List().Count == 0;
        return new(
            admin,
            admin is null ? null : services.GetRequiredService<SignInLinks>().New(),
            makes ? Make(keys, time.GetUtcNow()) : null
        );
    }

    private static string Make(IApiKeyStore keys, DateTimeOffset now)
    {
        var secret = ApiKeySecret.New();
        keys.Add(
            new()
            {
                Id = $"key_{Guid.CreateVersion7(now):N}",
                Name = Name,
                Prefix = ApiKeySecret.PrefixOf(secret),
                CreatedAt = now,
                IsOperator = true,
            },
            secret
        );
        return secret;
    }
}
