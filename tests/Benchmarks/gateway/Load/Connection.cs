using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SkRouter.Benchmarks.Gateway.Load;

/// <summary>
/// One kept-alive connection that sends prepared bytes and reads no more of an answer than where it ends: a full client would use more of the
/// processor than what is measured.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int HeadersAtMost = 16 * 1024;
    private const int RefusalAtMost = 300;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];

    public static async Task<Connection> OpenAsync(Uri endpoint)
    {
        var connection = new Connection();
        await connection._socket.ConnectAsync(IPAddress.Parse(endpoint.Host), endpoint.Port);
        return connection;
    }

    public async ValueTask<Answered> AskAsync(PreparedRequest request)
    {
        var began = Stopwatch.GetTimestamp();
        await _socket.SendAsync(request.Bytes);
        var received = 0;
        var headers = 0;
        while (headers == 0)
        {
            received += await ReceiveAsync(received);
            headers = EndOfHeaders(received);
        }

        while (received == headers)
        {
            received += await ReceiveAsync(received);
        }

        var first = Stopwatch.GetElapsedTime(began);
        var length = ContentLength(_buffer.AsSpan(0, headers));
        if (length is { } known)
        {
            while (received < headers + known)
            {
                received += await ReceiveAsync(received);
            }
        }
        else
        {
            while (!_buffer.AsSpan(headers, received - headers).EndsWith("\n0\r\n\r\n"u8))
            {
                received += await ReceiveAsync(received);
            }
        }

        var status = Status();
        return new(
            status,
            first,
            Stopwatch.GetElapsedTime(began),
            status == 200 ? null : Beginning(headers, received)
        );
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int at)
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(at));
        return read > 0 ? read : throw new IOException("The server closed the connection.");
    }

    private int EndOfHeaders(int received)
    {
        var at = _buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        return at >= 0 ? at + 4
            : received < HeadersAtMost ? 0
            : throw new IOException("The headers have no end.");
    }

    private int Status() =>
        Utf8Parser.TryParse(_buffer.AsSpan("HTTP/1.1 ".Length), out int status, out _) ? status : 0;

    private string Beginning(int from, int to) =>
        Encoding.UTF8.GetString(_buffer, from, Math.Min(to - from, RefusalAtMost));

    private static int? ContentLength(ReadOnlySpan<byte> headers)
    {
        var name = "\r\nContent-Length: "u8;
        var at = headers.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(headers[(at + name.Length)..], out int length, out _)
            ? length
            : null;
    }
}
