using System.Net.Http.Headers;

namespace SkRouter.Connectors.Wire;

/// <summary>Sends requests to one provider with one key and turns refusals into <see cref="ProviderException"/>.</summary>
internal sealed class ProviderEndpoint(
    KnownProvider provider,
    ProviderOptions options,
    ApiKey? key,
    HttpClient client,
    TimeProvider time
)
{
    private ErrorReader? _errors;

    public Secrets Secrets { get; } = SecretsOf(options, key);

    public string Provider => provider.Name;

    public ErrorReader Errors => _errors ??= new(provider.Name, Secrets, time);

    public Uri BaseUrl { get; } = AddressOf(provider, options);

    public async Task<HttpResponseMessage> SendAsync(
        WireRequest request,
        CancellationToken cancellationToken
    )
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(BaseUrl, request.Path));
        message.Content = new ReadOnlyMemoryContent(WireJson.Bytes(request.Body));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await AuthorizeAsync(message, cancellationToken).ConfigureAwait(false);
        AddHeaders(message, provider.Headers);
        AddHeaders(message, options.Headers);
        AddHeaders(message, request.Headers);
        var response = await client
            .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }
        using (response)
        {
            throw await Errors.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A gateway's headers may hold keys of their own.</summary>
    private static Secrets SecretsOf(ProviderOptions options, ApiKey? key)
    {
        var secrets = new List<string>();
        key?.Tell(secrets);
        foreach (var (name, value) in options.Headers)
        {
            if (IsSecret(name) || value.StartsWith('{'))
            {
                secrets.Add(value.Split(' ')[^1]);
            }
        }
        return new Secrets(secrets);
    }

    /// <summary>By the words of the name; Portkey's own name is no such word. A whole configuration may hold keys too.</summary>
    private static bool IsSecret(string header)
    {
        var name = header.Replace("portkey", "", StringComparison.OrdinalIgnoreCase);
        return name.Contains("key", StringComparison.OrdinalIgnoreCase)
            || name.Contains("auth", StringComparison.OrdinalIgnoreCase)
            || name.Contains("token", StringComparison.OrdinalIgnoreCase);
    }

    private static Uri AddressOf(KnownProvider provider, ProviderOptions options)
    {
        var address =
            options.BaseUrl
            ?? provider.BaseUrl
            ?? throw new InvalidOperationException(
                $"The provider '{provider.Name}' has no public address: set BaseUrl."
            );
        return address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    private static void AddHeaders(
        HttpRequestMessage message,
        IEnumerable<KeyValuePair<string, string>>? headers
    )
    {
        foreach (var (name, value) in headers ?? [])
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private async ValueTask AuthorizeAsync(
        HttpRequestMessage message,
        CancellationToken cancellationToken
    )
    {
        if (options.TokenProvider is { } tokens)
        {
            var token = await tokens(cancellationToken).ConfigureAwait(false);
            Secrets.Use(token);
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return;
        }
        key?.Apply(message, provider.KeyPlacement);
    }
}
