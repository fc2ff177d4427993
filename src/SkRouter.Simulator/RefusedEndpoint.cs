using System.Net;
using System.Net.Sockets;

namespace SkRouter.Simulator;

/// <summary>An address that really refuses connections: its port is taken, and nobody listens. Keep it until the test is over.</summary>
public sealed class RefusedEndpoint : IDisposable
{
    private readonly Socket _socket = new(
        AddressFamily.InterNetwork,
        SocketType.Stream,
        ProtocolType.Tcp
    );

    /// <summary>Takes a free port.</summary>
    public RefusedEndpoint()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Uri = new($"http://{_socket.LocalEndPoint}/v1");
    }

    /// <summary>The base address for clients.</summary>
    public Uri Uri { get; }

    /// <summary>Lets the port go.</summary>
    public void Dispose() => _socket.Dispose();
}
