using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.DependencyInjection;
using SkRouter.Routing;

namespace SkRouter.Cli.Commands.Route;

/// <summary>A router as an app's configuration file describes it, over stand-ins instead of providers.</summary>
internal sealed class ConfiguredRouter : IDisposable
{
    private const string Section = "SkRouter";
    private const string Example = "example.json";

    private readonly ServiceProvider _services;

    private ConfiguredRouter(ServiceProvider services, string source)
    {
        _services = services;
        Source = source;
        Router = services.GetRequiredService<ModelRouter>();
    }

    /// <summary>Where the configuration is from, in words.</summary>
    public string Source { get; }

    public ModelRouter Router { get; }

    /// <param name="path">A JSON file with a section <c>SkRouter</c>; null for the built-in example.</param>
    /// <exception cref="CommandException">The file is missing, or is no JSON, or has no such section.</exception>
    public static ConfiguredRouter Load(string? path)
    {
        var section = Read(path).GetSection(Section);
        var source = path is null
            ? "built-in example, prices and models made up (your own: --config FILE)"
            : path;
        if (!section.Exists())
        {
            throw new CommandException(
                $"{source} has no section '{Section}'. Put Roles and Deployments into it, as in the app's own configuration."
            );
        }

        var services = new ServiceCollection();
        foreach (var deployment in section.GetSection("Deployments").GetChildren())
        {
            services.AddKeyedSingleton<IChatClient>(
                deployment.Key,
                new StandInChatClient(deployment.Key)
            );
        }

        services.AddSkRouter(section);
        var configured = new ConfiguredRouter(services.BuildServiceProvider(), source);
        configured.Router.Validate();
        return configured;
    }

    public void Dispose() => _services.Dispose();

    private static IConfigurationRoot Read(string? path)
    {
        if (path is null)
        {
            using var example = typeof(ConfiguredRouter).Assembly.GetManifestResourceStream(
                Example
            )!;
            return new ConfigurationBuilder().AddJsonStream(example).Build();
        }

        if (!File.Exists(path))
        {
            throw new CommandException(
                $"there is no file '{path}'. Name the app's configuration with --config, or leave it out for the built-in example."
            );
        }

        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path)).Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            var cause = exception.GetBaseException().Message;
            throw new CommandException($"'{path}' cannot be read as JSON: {cause}");
        }
    }
}
