using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace SkRouter.Benchmarks.Gateway.Servers;

/// <summary>The least that a gateway on ASP.NET Core can be: the request goes on, the answer comes back, nothing is looked at.</summary>
internal static class BareForwarder
{
    public static async Task RunAsync(Uri upstream)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        using var client = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                ActivityHeadersPropagator = null,
            }
        );
        await using var app = builder.Build();
        app.Run(http => ForwardAsync(http, client, upstream));
        await app.StartAsync();
        Console.WriteLine($"forwarder on {app.Urls.First()}");
        await app.WaitForShutdownAsync();
    }

    private static async Task ForwardAsync(
        HttpContext http,
        HttpMessageInvoker client,
        Uri upstream
    )
    {
        using var request = new HttpRequestMessage(
            new(http.Request.Method),
            new Uri(upstream, http.Request.Path.Value)
        )
        {
            Content = new StreamContent(http.Request.Body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", http.Request.ContentType);
        request.Content.Headers.ContentLength = http.Request.ContentLength;
        using var response = await client.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        http.Response.ContentLength = response.Content.Headers.ContentLength;
        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
