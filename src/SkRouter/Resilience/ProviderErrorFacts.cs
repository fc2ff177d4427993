using System.ClientModel;
using System.Net.Sockets;
using Microsoft.SemanticKernel;

namespace SkRouter.Resilience;

/// <summary>What a chain of exceptions tells of one HTTP failure.</summary>
internal sealed class ProviderErrorFacts
{
    public int? Status { get; private set; }

    /// <summary>The provider's own words: the body if there is one, else the message.</summary>
    public string? Text { get; private set; }

    /// <summary>Whether the text is a connector's own and not a provider's, so that only the status tells what happened.</summary>
    public bool HasOwnWords { get; private set; }

    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Whether a socket or HTTP fault without any response is in the chain.</summary>
    public bool NoResponse { get; private set; }

    /// <summary>Whether a response broke off while it was read.</summary>
    public bool BrokeOff { get; private set; }

    public void Add(Exception exception)
    {
        switch (exception)
        {
            case HttpOperationException http:
                Status ??= (int?)http.StatusCode;
                Text ??= NullIfEmpty(http.ResponseContent);
                break;
            case ClientResultException client:
                AddClientResult(client);
                break;
            case HttpRequestException request:
                AddRequest(request);
                break;
            case SocketException:
                NoResponse = true;
                break;
            case IOException:
                // Beneath a failed request it is the reset that failed it; by itself it is an answer that broke off.
                BrokeOff |= !NoResponse;
                break;
            default:
                Status ??= SdkStatus.Of(exception);
                Text ??= Status is null ? null : SdkStatus.BodyOf(exception) ?? exception.Message;
                break;
        }
    }

    private void AddClientResult(ClientResultException client)
    {
        if (client.Status == 0)
        {
            NoResponse = true;
            return;
        }

        Status ??= client.Status;
        if (client.GetRawResponse() is not { } response)
        {
            Text ??= NullIfEmpty(client.Message);
            return;
        }

        Text ??= NullIfEmpty(BodyOf(response)) ?? NullIfEmpty(client.Message);
        response.Headers.TryGetValue("retry-after-ms", out var milliseconds);
        response.Headers.TryGetValue("retry-after", out var value);
        response.Headers.TryGetValue("date", out var sent);
        RetryAfter ??= RateLimitHeaders.ParseRetryAfter(
            milliseconds,
            value,
            RateLimitHeaders.Date(sent)
        );
    }

    private void AddRequest(HttpRequestException request)
    {
        Status ??= (int?)request.StatusCode;
        if (request is IRefusalSource refusal)
        {
            HasOwnWords |= refusal.Body is null && Text is null;
            Text ??= NullIfEmpty(refusal.Body);
        }

        if (request.StatusCode is null)
        {
            NoResponse = true;
        }
        else
        {
            Text ??= NullIfEmpty(request.Message);
        }

        if (request is IRetryAfterSource source)
        {
            RetryAfter ??= source.RetryAfter;
        }
    }

    private static string? BodyOf(System.ClientModel.Primitives.PipelineResponse response)
    {
        try
        {
            return response.Content.ToString();
        }
        catch (InvalidOperationException)
        {
            // The body of a streamed error was never buffered; its status says enough.
            return null;
        }
    }

    private static string? NullIfEmpty(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text;
}
