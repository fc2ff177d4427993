namespace SkRouter.Connectors.Wire;

/// <summary>Whatever must never be shown: a provider may quote the key that it refuses.</summary>
/// <param name="keys">Keys that hold as long as the deployment does.</param>
internal sealed class Secrets(IEnumerable<string> keys)
{
    /// <summary>Anything shorter is no key, and blanking it would blank words.</summary>
    private const int Shortest = 6;
    private readonly string[] _keys = [.. keys.Where(static key => key.Length >= Shortest)];
    private volatile string? _token;

    /// <summary>A token changes by the hour; the one in use is the one that could be quoted.</summary>
    public void Use(string token) => _token = token;

    public string Redact(string text)
    {
        foreach (var key in _keys)
        {
            text = text.Replace(key, "***", StringComparison.Ordinal);
        }
        return _token is { Length: >= Shortest } token
            ? text.Replace(token, "***", StringComparison.Ordinal)
            : text;
    }

    public override string ToString() => "***";
}
