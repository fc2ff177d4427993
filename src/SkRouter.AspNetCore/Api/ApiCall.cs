using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Access;
using SkRouter.Relay;

namespace SkRouter.AspNetCore.Api;

/// <summary>One request that was let in.</summary>
internal sealed class ApiCall(HttpContext http, string requestId, ApiAdmission admission)
    : IDisposable
{
    /// <summary>Deeper JSON is no request that a model understands.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    private JsonDocument? _document;

    public HttpContext Http => http;

    public string RequestId => requestId;

    public ApiCaller Caller { get; } = admission.Caller!;

    /// <summary>The share of its key's limits; null if nothing is limited.</summary>
    public KeyLease? Lease => admission.Lease;

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The body as it came; null before it was read. It is gone when the call ends.</summary>
    private RelayedBody? Body { get; set; }

    /// <summary>Reads the whole body as one JSON object.</summary>
    /// <param name="maxBytes">More than these are refused.</param>
    /// <exception cref="ApiFaultException">It is too long, or is none.</exception>
    public async ValueTask<JsonField> ReadAsync(long maxBytes)
    {
        await ReadBytesAsync(maxBytes).ConfigureAwait(false);
        return Parse();
    }

    /// <summary>Reads the whole body, whatever is in it.</summary>
    /// <param name="maxBytes">More than these are refused.</param>
    /// <exception cref="ApiFaultException">It is too long, or says that it is no JSON.</exception>
    public async ValueTask<RelayedBody> ReadBytesAsync(long maxBytes)
    {
        VerifyKind(http.Request);
        return http.Request.ContentLength > maxBytes
            ? throw TooLong(maxBytes)
            : Body = await ReadBodyAsync(maxBytes).ConfigureAwait(false);
    }

    /// <summary>What was read as one JSON object.</summary>
    /// <exception cref="ApiFaultException">It is none.</exception>
    public JsonField Parse()
    {
        try
        {
            _document = JsonDocument.Parse(Body!.Bytes, Strict);
        }
        catch (JsonException exception)
        {
            throw new ApiFaultException(
                new(400, ApiFaultTypes.InvalidRequest, Describe(exception))
                {
                    Code = "invalid_json",
                }
            );
        }

        return new JsonField(_document.RootElement, "").AsObject();
    }

    public void Dispose()
    {
        _document?.Dispose();
        Body?.Dispose();
    }

    private async ValueTask<RelayedBody> ReadBodyAsync(long maxBytes)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(http.RequestAborted).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length > maxBytes)
            {
                reader.AdvanceTo(buffer.End);
                throw TooLong(maxBytes);
            }

            if (result.IsCompleted)
            {
                var body = new RelayedBody(buffer);
                reader.AdvanceTo(buffer.End);
                return body;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static void VerifyKind(HttpRequest request)
    {
        // A page of another site may send plain text or a form without asking; JSON it may not.
        if (!request.HasJsonContentType())
        {
            throw new ApiFaultException(
                new(
                    415,
                    ApiFaultTypes.InvalidRequest,
                    "The body must be JSON and say so: Content-Type: application/json."
                )
            );
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new ApiFaultException(
                new(
                    415,
                    ApiFaultTypes.InvalidRequest,
                    "A compressed body is not taken. Send it without Content-Encoding."
                )
            );
        }
    }

    private static string Describe(JsonException exception) =>
        exception is { LineNumber: { } line, BytePositionInLine: { } position }
            ? FormattableString.Invariant(
                $"The body is no JSON that can be read: line {line + 1}, byte {position + 1} (at most {MaxDepth} levels, no name twice in one object)."
            )
            : FormattableString.Invariant(
                $"The body is no JSON that can be read (at most {MaxDepth} levels, no name twice in one object)."
            );

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
