using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SkRouter.Cli.Tests.Fuzz;

/// <summary>Requests that no HTTP library sends: bodies that end too early, headers with bytes that are not allowed, lengths that are none.</summary>
internal static class RawRequest
{
    private static readonly string[] Heads =
    [
        "Content-Length: {1}\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: {0}\r\nContent-Length: 1\r\n",
        "Content-Length: {0}\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: {0}\r\nContent-Encoding: gzip\r\n",
        "Content-Length: {0}\r\nx-skrouter-run: a\u0001b\r\n",
        "Content-Length: {0}\r\nx-skrouter-tags: \u00ff=\u00fe\r\n",
        "Content-Length: {0}\r\nx-skrouter-tenant: a\r\nx-skrouter-tenant: b\r\n",
        "Content-Length: {0}\r\nExpect: 100-continue\r\n",
        "Content-Length: {0}\r\nAuthorization: Bearer \u0080\r\n",
        "Content-Length: {0}\r\nHost: other\r\n",
        "Content-Length: {0}\r\n: nameless\r\n",
    ];

    /// <returns>The status; 0 if the server closed the connection without one.</returns>
    public static async Task<(int Status, string Answer)> SendAsync(
        Random random,
        Uri address,
        string path,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var head = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            Heads[random.Next(Heads.Length)],
            body.Length,
            body.Length + 1 + random.Next(1000)
        );
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, cancellationToken);
        try
        {
            await socket.SendAsync(
                Encoding.Latin1.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\nContent-Type: application/json\r\n{head}\r\n"
                ),
                cancellationToken
            );
            await socket.SendAsync(body, cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            return await ReadAsync(socket, cancellationToken);
        }
        catch (SocketException)
        {
            return (0, "");
        }
    }

    private static async Task<(int Status, string Answer)> ReadAsync(
        Socket socket,
        CancellationToken cancellationToken
    )
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        var answer = text.ToString();
        return answer.Length > 12
            ? (
                int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture),
                answer
            )
            : (0, answer);
    }
}
