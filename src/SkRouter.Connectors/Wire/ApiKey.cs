using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace SkRouter.Connectors.Wire;

/// <summary>A key that shows itself to nothing but the request it is for.</summary>
internal sealed class ApiKey
{
    private const string EnvironmentPrefix = "env:";
    private readonly string _value;

    private ApiKey(string value) => _value = value;

    /// <summary>Finds the key, or throws an error that names where it was looked for.</summary>
    /// <param name="provider">Whose key it is.</param>
    /// <param name="configured">What the options say: a key, <c>env:NAME</c>, or nothing.</param>
    /// <param name="usualVariable">Where the key usually is.</param>
    /// <param name="configuration">The app's configuration, in which user secrets stand under the name of the variable.</param>
    public static ApiKey? Resolve(
        string provider,
        string? configured,
        string? usualVariable,
        IConfiguration? configuration = null
    )
    {
        var variable =
            configured is null ? usualVariable
            : configured.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)
                ? configured[EnvironmentPrefix.Length..].Trim()
            : null;
        if (configured is not null && variable is null)
        {
            return string.IsNullOrWhiteSpace(configured) ? null : new ApiKey(configured.Trim());
        }
        if (variable is null)
        {
            return null;
        }
        var value = Environment.GetEnvironmentVariable(variable) ?? configuration?[variable];
        return string.IsNullOrWhiteSpace(value)
            ? throw new InvalidOperationException(
                $"No key for the provider '{provider}': the environment variable {variable} is not set. "
                    + $"Set it, put {variable} into user secrets or configuration, or give ApiKey (a key, or env:NAME)."
            )
            : new ApiKey(value.Trim());
    }

    public void Apply(HttpRequestMessage request, KeyPlacement placement) =>
        request.Headers.TryAddWithoutValidation(
            placement.Header,
            placement.Scheme is { } scheme ? $"{scheme} {_value}" : _value
        );

    /// <summary>For blanking the key out of what a provider says, and nothing else.</summary>
    public void Tell(ICollection<string> secrets) => secrets.Add(_value);

    /// <summary>A word that is the same for the same key at the same host, and from which the key cannot be read.</summary>
    public string Identity(string host) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{host}\n{_value}")));

    public override string ToString() => "***";
}
