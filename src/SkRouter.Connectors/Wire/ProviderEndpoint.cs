using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Wire;

/// <summary>Sends requests to one provider with one key and turns refusals into <see cref="ProviderException"/>.</summary>
internal sealed class ProviderEndpoint(
    KnownProvider provider,
    ProviderOptions options,
    ApiKey? key,
    HttpMessageInvoker client,
    TimeProvider time
)
{
    private ErrorReader? _errors;
    private volatile SentTo? _last;

    public Secrets Secrets { get; } = SecretsOf(options, key);

    public string Provider => provider.Name;

    /// <summary>Stands for the host and the key, and is the same for all deployments that share them; null without a key. The key cannot be read from it.</summary>
    public string? Credential =>
        options.TokenProvider is { } tokens
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{BaseUrl.Authority} {RuntimeHelpers.GetHashCode(tokens)}"
            )
            : key?.Identity(BaseUrl.Authority);

    public ErrorReader Errors => _errors ??= new(provider.Name, Secrets, time);

    /// <summary>The most bytes of an answer or an event.</summary>
    public long MaxResponseBytes => options.MaxResponseBytes;

    public Uri BaseUrl { get; } = AddressOf(provider, options);

    public Task<HttpResponseMessage> SendAsync(
        WireRequest request,
        CancellationToken cancellationToken
    )
    {
        var content = new ReadOnlyMemoryContent(WireJson.Bytes(request.Body));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return SendAsync(request.Path, content, request.Headers, cancellationToken);
    }

    /// <param name="path">Below the provider's base address.</param>
    /// <param name="content">The body.</param>
    /// <param name="headers">Headers that this request needs beyond the deployment's own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HttpResponseMessage> SendAsync(
        string path,
        HttpContent content,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken
    )
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, AddressOf(path));
        message.Content = content;
        message.Options.Set(ProviderHttpHandler.ReadsEventsItself, true);
        await AuthorizeAsync(message, cancellationToken).ConfigureAwait(false);
        AddHeaders(message, provider.Headers);
        AddHeaders(message, options.Headers);
        AddHeaders(message, headers);
        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }
        using (response)
        {
            throw await Errors.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A client of the app's own buffers the whole answer unless it is told not to; an invoker never does.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage message,
        CancellationToken cancellationToken
    )
    {
        if (client is not HttpClient own)
        {
            return await client.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }

        var response = await own.SendAsync(
                message,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (ProviderSignals.Current is { } signals)
        {
            RateLimitHeaders.Read(response.Headers, time.GetUtcNow(), signals);
        }

        return response;
    }

    private Uri AddressOf(string path)
    {
        if (_last is { } last && ReferenceEquals(last.Path, path))
        {
            return last.Address;
        }
        var address = new Uri(BaseUrl, path);
        _last = new(path, address);
        return address;
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

    /// <summary>Most deployments ask one address only.</summary>
    private sealed record SentTo(string Path, Uri Address);
}
