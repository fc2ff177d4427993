using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Access;
using SkRouter.Relay;

namespace SkRouter.AspNetCore.Api;

/// <summary>One request that was let in.</summary>
internal sealed class ApiCall(
    HttpContext http,
    string requestId,
    ApiAdmission admission,
    BodyBudget budget,
    CallDrain drain
) : IDisposable
{
    /// <summary>Deeper JSON is no request that a model understands.</summary>
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    private readonly BodyReader _reader = new(
        http,
        admission.Caller!.KeyId ?? admission.Caller.Name,
        budget
    );

    private CancellationTokenSource? _aborted;
    private JsonDocument? _document;

    public HttpContext Http => http;

    public string RequestId => requestId;

    public ApiCaller Caller { get; } = admission.Caller!;

    /// <summary>The share of its key's limits; null if nothing is limited.</summary>
    public KeyLease? Lease => admission.Lease;

    /// <summary>The client is gone, or the app stops and has cut the call.</summary>
    public CancellationToken Aborted =>
        (
            _aborted ??= CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted,
                drain.Cut
            )
        ).Token;

    /// <summary>The call was cut because the app stops; its client is there.</summary>
    public bool IsCut =>
        drain.Cut.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested;

    /// <summary>The body is being read, and what goes wrong is the request's fault.</summary>
    public bool IsReading { get; private set; }

    /// <summary>Where the body was read last.</summary>
    public JsonTrail Trail { get; } = new();

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
    /// <exception cref="ApiFaultException">It is too long, says that it is no JSON, or is no text.</exception>
    public async ValueTask<RelayedBody> ReadBytesAsync(long maxBytes)
    {
        Body = await _reader.ReadAsync(maxBytes).ConfigureAwait(false);
        IsReading = true;
        return Body;
    }

    /// <summary>Everything that is needed was read: from here on, what goes wrong is not the request's fault by itself.</summary>
    public void EndReading() => IsReading = false;

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
            throw Unreadable(exception);
        }

        return new JsonField(_document.RootElement, "", Trail).AsObject();
    }

    public void Dispose()
    {
        _document?.Dispose();
        Body?.Dispose();
        _reader.Dispose();
        _aborted?.Dispose();
    }

    private ApiFaultException Unreadable(JsonException exception)
    {
        var twice = JsonPlace.OfDuplicate(Body!.Bytes.Span);
        var place = twice ?? JsonPlace.At(Body.Bytes.Span, long.MaxValue);
        return new(
            new(
                400,
                ApiFaultTypes.InvalidRequest,
                twice is not null ? $"'{twice}' is there twice. Send it once." : Describe(exception)
            )
            {
                Code = "invalid_json",
                Field = place.Length > 0 ? place : null,
            }
        );
    }

    private static string Describe(JsonException exception) =>
        exception is { LineNumber: { } line, BytePositionInLine: { } position }
            ? FormattableString.Invariant(
                $"The body is no JSON that can be read: line {line + 1}, byte {position + 1} (at most {MaxDepth} levels)."
            )
            : FormattableString.Invariant(
                $"The body is no JSON that can be read (at most {MaxDepth} levels)."
            );
}
