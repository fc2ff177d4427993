using SkRouter.Connectors;

namespace IncidentDesk.Models;

/// <summary>What the environment says of providers: keys, and other addresses such as a gateway's.</summary>
internal sealed class DeskEnvironment(Func<string, string?> read)
{
    private const string OllamaHost = "OLLAMA_HOST";
    private static readonly string[] Endings = ["_API_KEY", "_TOKEN"];

    public static DeskEnvironment OfThisProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Where a local Ollama is looked for.</summary>
    public Uri Ollama
    {
        get
        {
            var host = Value(OllamaHost);
            return
                host is not null
                && Uri.TryCreate(
                    host.Contains("://", StringComparison.Ordinal) ? host : "http://" + host,
                    UriKind.Absolute,
                    out var named
                )
                ? named
                : new("http://127.0.0.1:11434/");
        }
    }

    public bool HasKey(KnownProvider provider) =>
        provider.KeyVariable is { } variable && Value(variable) is not null;

    public string? KeyOf(KnownProvider provider) =>
        provider.KeyVariable is { } variable ? Value(variable) : null;

    /// <summary>An address of one's own: <c>ANTHROPIC_BASE_URL</c> beside <c>ANTHROPIC_API_KEY</c>.</summary>
    public Uri? AddressOf(KnownProvider provider) =>
        Uri.TryCreate(Value(AddressVariable(provider)), UriKind.Absolute, out var named)
            ? named
            : null;

    public static string AddressVariable(KnownProvider provider)
    {
        var key = provider.KeyVariable ?? provider.Name.ToUpperInvariant();
        var ending = Endings.FirstOrDefault(end => key.EndsWith(end, StringComparison.Ordinal));
        return key[..^(ending?.Length ?? 0)] + "_BASE_URL";
    }

    private string? Value(string? variable) =>
        variable is not null && read(variable) is { } value && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : null;
}
