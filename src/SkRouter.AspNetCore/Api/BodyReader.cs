using System.Collections.Frozen;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SkRouter.Relay;

namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Reads the body of every request of the API: of the right kind, not too long, with room for it among all others, and text that can be read. What
/// comes after it need not look for any of this.
/// </summary>
internal sealed class BodyReader(HttpContext http, string caller, BodyBudget budget) : IDisposable
{
    private const int FirstChunk = 16 * 1024;

    private static readonly FrozenSet<string> Charsets = FrozenSet.ToFrozenSet(
        ["utf-8", "utf8", "us-ascii"],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly TimeSpan RoomAgain = TimeSpan.FromSeconds(2);

    private long _held;

    /// <param name="maxBytes">More than these are refused.</param>
    /// <exception cref="ApiFaultException">It cannot be taken.</exception>
    public async ValueTask<RelayedBody> ReadAsync(long maxBytes)
    {
        var request = http.Request;
        VerifyKind(request);
        if (request.ContentLength is { } length && length > maxBytes)
        {
            throw TooLong(maxBytes);
        }

        Hold(request.ContentLength ?? FirstChunk);
        var body = await FillAsync(request, maxBytes).ConfigureAwait(false);
        try
        {
            BodyText.Verify(body.Bytes.Span);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_held > 0)
        {
            budget.Release(caller, _held);
            _held = 0;
        }
    }

    private async ValueTask<RelayedBody> FillAsync(HttpRequest request, long maxBytes)
    {
        var body = new RelayedBody((int)(request.ContentLength ?? FirstChunk));
        try
        {
            while (true)
            {
                var result = await request
                    .BodyReader.ReadAsync(http.RequestAborted)
                    .ConfigureAwait(false);
                Append(body, result, maxBytes);
                request.BodyReader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return body;
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private void Append(RelayedBody body, ReadResult result, long maxBytes)
    {
        var length = body.Bytes.Length + result.Buffer.Length;
        if (length > maxBytes)
        {
            throw TooLong(maxBytes);
        }

        if (length > _held)
        {
            // Its length was not told: what it may hold doubles.
            Hold(Math.Min(Math.Max(length, 2 * _held), maxBytes) - _held);
        }

        body.Append(result.Buffer);
    }

    private void Hold(long bytes)
    {
        if (bytes > 0 && !budget.TryHold(caller, bytes, _held))
        {
            throw new ApiFaultException(
                new(
                    503,
                    ApiFaultTypes.Server,
                    "The server holds as many bytes of requests as it may. Send this one again in a moment."
                )
                {
                    Code = "overloaded",
                    RetryAfter = RoomAgain,
                }
            );
        }

        _held += bytes;
    }

    private static void VerifyKind(HttpRequest request)
    {
        // A page of another site may send plain text or a form without asking; JSON it may not.
        if (!request.HasJsonContentType())
        {
            throw NotTaken("The body must be JSON and say so: Content-Type: application/json.");
        }

        foreach (var encoding in request.Headers.ContentEncoding)
        {
            if (!string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            {
                throw NotTaken("A compressed body is not taken. Send it without Content-Encoding.");
            }
        }

        if (
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.Charset.HasValue
            && !Charsets.Contains(type.Charset.ToString().Trim('"'))
        )
        {
            throw NotTaken("The body must be UTF-8, as all JSON between programs is.");
        }
    }

    private static ApiFaultException NotTaken(string message) =>
        new(new(415, ApiFaultTypes.InvalidRequest, message) { Code = "unsupported_media_type" });

    private static ApiFaultException TooLong(long maxBytes) =>
        new(
            new(
                413,
                ApiFaultTypes.InvalidRequest,
                FormattableString.Invariant($"The body is longer than {maxBytes:N0} bytes.")
            )
            {
                Code = "request_too_large",
            }
        );
}
