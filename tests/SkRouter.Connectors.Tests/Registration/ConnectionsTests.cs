using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Registration;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Tests.Registration;

public sealed class ConnectionsTests
{
    /// <summary>A redirect would carry the key to whoever the provider names.</summary>
    [Fact]
    public async Task GetResponse_ProviderRedirects_DoesNotFollow()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var served = ServeAsync(
            listener,
            $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:{port}/elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        using var connections = new ProviderConnections(TimeProvider.System);
        using var client = new ProviderClients(connections, TimeProvider.System).Create(
            KnownProviders.Get("local"),
            "m",
            new ProviderOptions { BaseUrl = new Uri($"http://127.0.0.1:{port}/v1/") }
        );

        var error = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("Hi"));

        error.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        (await served).ShouldStartWith("POST /v1/chat/completions");
        listener.Pending().ShouldBeFalse();
    }

    private static async Task<string> ServeAsync(TcpListener listener, string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var stream = connection.GetStream();
        var buffer = new byte[16_384];
        var read = await stream.ReadAsync(buffer);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
