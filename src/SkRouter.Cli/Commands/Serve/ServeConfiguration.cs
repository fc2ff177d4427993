using System.Text.Json;
using Microsoft.Extensions.Configuration;
using SkRouter.Resilience;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>What <c>skrouter serve</c> runs on: a file, or what is built in.</summary>
internal sealed class ServeConfiguration
{
    public const string RouterSection = "SkRouter";
    public const string DefaultFile = "skrouter.json";
    public const string Example = "serve-example.json";
    private const string Demo = "serve-demo.json";
    private const string LoggingSection = "Logging";

    private ServeConfiguration(IConfigurationRoot root, string? file)
    {
        Root = root;
        File = file;
        Settings = Read(root.GetSection(ServeSettings.Section), file);
    }

    public IConfigurationRoot Root { get; }

    /// <summary>The file; null for what is built in, which asks simulated models.</summary>
    public string? File { get; }

    public ServeSettings Settings { get; }

    public bool IsDemo => File is null;

    /// <param name="path">A file; null for <c>skrouter.json</c> in the current folder if it is there, and else what is built in.</param>
    /// <exception cref="CommandException">The file is missing, is no JSON, or has what is not known.</exception>
    public static ServeConfiguration Load(string? path)
    {
        path ??= System.IO.File.Exists(DefaultFile) ? DefaultFile : null;
        if (path is null)
        {
            using var demo = Embedded(Demo);
            return new(new ConfigurationBuilder().AddJsonStream(demo).Build(), file: null);
        }

        if (Directory.Exists(path))
        {
            throw new CommandException(
                $"'{path}' is a folder. Name a JSON file with --config, such as {Path.Combine(path, DefaultFile)}."
            );
        }

        if (!System.IO.File.Exists(path))
        {
            throw new CommandException(
                $"there is no file '{path}'. 'skrouter serve --example > {path}' writes one to start from; without --config, simulated models answer."
            );
        }

        var full = Path.GetFullPath(path);
        VerifyJson(full, path);
        try
        {
            var root = new ConfigurationBuilder().AddJsonFile(full).Build();
            VerifySections(root, path);
            return new(root, full);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new CommandException(
                $"'{path}' cannot be read as JSON: {exception.GetBaseException().Message}"
            );
        }
    }

    /// <summary>The text of a file to start from.</summary>
    public static string ExampleText()
    {
        using var reader = new StreamReader(Embedded(Example));
        return reader.ReadToEnd().TrimEnd();
    }

    /// <summary>A path of the file, which is relative to the file's own folder.</summary>
    public string Resolve(string path) =>
        Path.GetFullPath(path, Path.GetDirectoryName(File) ?? Environment.CurrentDirectory);

    private static Stream Embedded(string name) =>
        typeof(ServeConfiguration).Assembly.GetManifestResourceStream(name)!;

    /// <summary>Says where the file is no JSON; the reader of configurations does so less exactly.</summary>
    private static void VerifyJson(string full, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(
                System.IO.File.ReadAllText(full),
                new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw new CommandException(
                    $"'{path}' cannot be read as JSON: it must hold one object. 'skrouter serve --example' prints one."
                );
            }
        }
        catch (JsonException exception)
        {
            throw new CommandException(
                FormattableString.Invariant(
                    $"'{path}' cannot be read as JSON: line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}: {Sentence(exception.Message)}"
                )
            );
        }
    }

    private static string Sentence(string message)
    {
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place > 0 ? message[..place] : message;
    }

    private static void VerifySections(IConfigurationRoot root, string path)
    {
        string[] known = [RouterSection, ServeSettings.Section, LoggingSection];
        var unknown = root.GetChildren()
            .Select(section => section.Key)
            .Except(known, StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (unknown.Count > 0)
        {
            throw new CommandException(
                $"'{path}' has a section '{string.Join("', '", unknown)}' that nothing reads. There are {string.Join(", ", known)}."
            );
        }

        if (!root.GetSection(RouterSection).Exists())
        {
            throw new CommandException(
                $"'{path}' has no section '{RouterSection}'. Put Providers and Roles into it; 'skrouter serve --example' shows how."
            );
        }
    }

    private static ServeSettings Read(IConfigurationSection section, string? file)
    {
        try
        {
            var settings =
                section.Get<ServeSettings>(binder => binder.ErrorOnUnknownConfiguration = true)
                ?? new();
            Verify(settings, file);
            return settings;
        }
        catch (InvalidOperationException exception)
        {
            string[] known =
            [
                .. typeof(ServeSettings)
                    .GetProperties()
                    .Select(static property => property.Name)
                    .Order(StringComparer.Ordinal),
            ];
            var unknown = section
                .GetChildren()
                .Select(static child => child.Key)
                .Except(known, StringComparer.OrdinalIgnoreCase)
                .ToList();
            if (unknown.Count > 0)
            {
                throw new CommandException(
                    $"'{file}', section {ServeSettings.Section}: '{string.Join("', '", unknown)}' is no setting. There are {string.Join(", ", known)}."
                );
            }

            throw new CommandException(
                $"'{file}', section {ServeSettings.Section}: {exception.Message}{(exception.InnerException is { } cause ? $" ({cause.Message})" : "")}"
            );
        }
    }

    private static void Verify(ServeSettings settings, string? file)
    {
        var faults = new List<string>();
        if (settings.DrainSeconds is < 0 or > 3600)
        {
            faults.Add($"{nameof(settings.DrainSeconds)} must be between 0 and 3600");
        }

        // Kestrel counts in seconds, and takes no shorter grace.
        if (settings.StoreResponsesDays is < 0 or > 3_650)
        {
            faults.Add($"{nameof(settings.StoreResponsesDays)} must be between 0 and 3650");
        }

        if (settings.SlowClientSeconds is < 2 or > 600)
        {
            faults.Add($"{nameof(settings.SlowClientSeconds)} must be between 2 and 600");
        }

        if (settings.RetentionDays is <= 0)
        {
            faults.Add(
                $"{nameof(settings.RetentionDays)} must be at least 1; leave it out to keep everything"
            );
        }

        if (faults.Count > 0)
        {
            throw new RouterConfigurationException([
                .. faults.Select(fault => $"'{file}', section {ServeSettings.Section}: {fault}"),
            ]);
        }
    }
}
