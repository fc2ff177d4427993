using System.Net;
using SkRouter.Relay;

namespace SkRouter.Connectors.Relay;

/// <summary>A client's own body with a few places written anew.</summary>
internal sealed class RelayContent : HttpContent
{
    private readonly RelayedBody _body;
    private readonly List<(int At, int Length, ReadOnlyMemory<byte> Instead)> _edits;
    private readonly long _length;

    /// <param name="body">What the client sent.</param>
    /// <param name="edits">Places of it, in their order, and what stands there instead.</param>
    public RelayContent(
        RelayedBody body,
        List<(int At, int Length, ReadOnlyMemory<byte> Instead)> edits
    )
    {
        _body = body;
        _edits = edits;
        _length = body.Bytes.Length;
        foreach (var (_, length, instead) in edits)
        {
            _length += instead.Length - length;
        }

        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        if (!_body.TryHold())
        {
            throw new OperationCanceledException("The call that this request belongs to is over.");
        }

        try
        {
            var bytes = _body.Bytes;
            var from = 0;
            foreach (var (at, length, instead) in _edits)
            {
                await stream.WriteAsync(bytes[from..at], cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(instead, cancellationToken).ConfigureAwait(false);
                from = at + length;
            }

            await stream.WriteAsync(bytes[from..], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _body.Release();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
