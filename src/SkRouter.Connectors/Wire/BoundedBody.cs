using System.Buffers;
using System.Text;

namespace SkRouter.Connectors.Wire;

/// <summary>Reads what a provider sends up to a limit, so that no answer can take more memory than that.</summary>
internal static class BoundedBody
{
    private const int Piece = 16_384;

    /// <summary>The beginning of a body as text; what follows is not read.</summary>
    /// <param name="content">The body.</param>
    /// <param name="most">How many bytes are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> ReadStartAsync(
        HttpContent content,
        int most,
        CancellationToken cancellationToken
    )
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            var read = await stream
                .ReadAtLeastAsync(
                    bytes.AsMemory(0, most),
                    most,
                    throwOnEndOfStream: false,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>A whole body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="most">How many bytes it may have.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if it has more.</returns>
    public static async Task<byte[]?> ReadAsync(
        HttpContent content,
        long most,
        CancellationToken cancellationToken
    )
    {
        if (content.Headers.ContentLength is { } length)
        {
            return length > most
                ? null
                : await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }

        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return body.ToArray();
                }

                if (body.Length + read > most)
                {
                    return null;
                }

                body.Write(piece, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
