using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkRouter.Access;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Security;

/// <summary>What must hold for every endpoint that there is, also for those that are added later: they are taken from the app itself.</summary>
public sealed class EveryEndpointTests
{
    /// <summary>What anybody may ask.</summary>
    private static readonly string[] Health = ["/healthz", "/readyz"];

    private const string UpstreamSecret = "sk-upstream-must-never-be-seen";

    private static readonly string[] Bodies =
    [
        """{"model":"writer","messages":[{"role":"user","content":"hello"}]}""",
        """{"model":"writer","max_tokens":10,"messages":[{"role":"user","content":"hello"}]}""",
        """{"model":"writer","input":"hello"}""",
    ];

    [Fact]
    public async Task Ask_WithoutOrWithABadKey_IsRefusedInTheClientsOwnWords()
    {
        await using var server = await StartAsync(needsKey: true);
        var keys = server.Services.GetRequiredService<IApiKeyStore>();
        var expired = Add(keys, key => key with { ExpiresAt = DateTimeOffset.UnixEpoch });
        var revoked = Add(keys, key => key with { RevokedAt = DateTimeOffset.UnixEpoch });
        var scoped = Add(keys, key => key with { Targets = ["other"] });
        var endpoints = Endpoints(server)
            .Where(endpoint => !Health.Contains(endpoint.Path))
            .ToList();
        endpoints.Count.ShouldBeGreaterThan(7);

        foreach (var (method, path) in endpoints)
        {
            foreach (var secret in new[] { null, "any", "skr-wrong", expired, revoked })
            {
                using var response = await SendAsync(server, method, path, Bodies[0], secret);
                var text = await response.Content.ReadAsStringAsync();
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
                text.ShouldContain(
                    path.StartsWith("/v1/messages", StringComparison.Ordinal)
                        ? "\"type\":\"error\""
                        : "{\"error\":{"
                );
            }

            foreach (var body in Bodies.Where(_ => method == "POST"))
            {
                using var response = await SendAsync(server, method, path, body, scoped);
                response.StatusCode.ShouldBeOneOf(
                    HttpStatusCode.Forbidden,
                    HttpStatusCode.BadRequest,
                    HttpStatusCode.NotFound
                );
            }
        }

        (await server.Router.Ledger.RecentAsync(count: 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ask_FromAnotherSitesPage_IsRefused()
    {
        await using var server = await StartAsync();
        foreach (var (method, path) in Endpoints(server).Where(one => one.Method == "POST"))
        {
            // What a page may send to another site without asking first.
            foreach (
                var type in new[]
                {
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data",
                }
            )
            {
                using var response = await SendAsync(
                    server,
                    method,
                    path,
                    Bodies[0],
                    secret: null,
                    type: type
                );
                response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, path);
            }

            using var preflight = await SendAsync(
                server,
                "OPTIONS",
                path,
                body: null,
                secret: null
            );
            preflight.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }

        (await server.Router.Ledger.RecentAsync(count: 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ask_ByANameThatIsNotThisMachines_IsRefused()
    {
        await using var server = await StartAsync();
        foreach (
            var (method, path) in Endpoints(server)
                .Where(endpoint => !Health.Contains(endpoint.Path))
        )
        {
            using var response = await SendAsync(
                server,
                method,
                path,
                Bodies[0],
                secret: null,
                host: "rebound.example"
            );
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Theory]
    [InlineData("[[[", 70)]
    [InlineData("{\"a\":", 70)]
    public async Task Ask_DeepJson_IsRefusedWithoutReadingOn(string level, int depth)
    {
        await using var server = await StartAsync();
        var bomb = string.Concat(Enumerable.Repeat(level, depth * 1000));
        foreach (var (method, path) in Endpoints(server).Where(one => one.Method == "POST"))
        {
            using var response = await SendAsync(server, method, path, bomb, secret: null);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        }
    }

    [Theory]
    [InlineData("""{"model":"a","model":"writer","messages":[]}""", 400)]
    [InlineData(
        """{"model":"writer","messages":[{"role":"user","content":"x"}],"max_tokens":1e400}""",
        400
    )]
    [InlineData(
        """{"model":"writer","messages":[{"role":"user","content":"x"}],"temperature":1e999}""",
        400
    )]
    [InlineData("""{"model":"writer","messages":{"length":99999999}}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    public async Task Post_JsonThatIsNoRequest_IsRefused(string body, int status)
    {
        await using var server = await StartAsync();

        using var response = await SendAsync(
            server,
            "POST",
            "/v1/chat/completions",
            body,
            secret: null
        );

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain("invalid_request_error");
    }

    [Fact]
    public async Task Post_BodyOfMoreThan32Megabytes_IsRefused()
    {
        await using var server = await StartAsync();
        foreach (var (method, path) in Endpoints(server).Where(one => one.Method == "POST"))
        {
            using var response = await SendAsync(
                server,
                method,
                path,
                new string(' ', (32 * 1024 * 1024) + 1),
                secret: null
            );
            response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge, path);
        }
    }

    [Fact]
    public async Task Post_CompressedBody_IsRefused()
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new ByteArrayContent([0x1f, 0x8b]),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");

        using var response = await server.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("/v1/../etc/passwd")]
    [InlineData("/v1/%2e%2e/healthz/../../secrets")]
    [InlineData("/v1//chat/completions")]
    [InlineData("/v1/chat/completions/../../../x")]
    [InlineData("/v1/models/..%2f..%2fappsettings.json")]
    [InlineData("/V1/unknown")]
    public async Task Get_PathTricks_LeadNowhere(string path)
    {
        await using var server = await StartAsync();

        using var response = await server.Client.GetAsync(path);

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Post_AddressesAndKeysOfTheClient_AreNeitherHonouredNorKeptNorTold()
    {
        var log = new LoggedLines();
        await using var server = await StartAsync(log);
        string[] secrets = ["sk-client-secret-1", "sk-client-secret-2", "sk-client-secret-3"];
        var body =
            """{"model":"writer","api_key":"sk-client-secret-1","base_url":"http://evil.example","api_base":"http://evil.example","extra_headers":{"Authorization":"sk-client-secret-2"},"messages":[{"role":"user","content":"hello"}]}""";

        using var response = await server.PostAsync(
            "/v1/chat/completions",
            body,
            ("x-api-key", secrets[2]),
            ("x-portkey-api-key", secrets[0]),
            ("x-upstream-override", "evil.example")
        );
        using var failed = await server.PostAsync(
            "/v1/chat/completions",
            body.Replace("writer", "failing", StringComparison.Ordinal)
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Text(response, "x-skrouter-ignored").ShouldContain("base_url");
        failed.IsSuccessStatusCode.ShouldBeFalse();
        var everything = new StringBuilder()
            .Append(await response.Content.ReadAsStringAsync())
            .Append(await failed.Content.ReadAsStringAsync())
            .Append(response.Headers)
            .Append(failed.Headers)
            .AppendJoin('\n', log.Lines)
            .AppendJoin('\n', await server.Router.Ledger.RecentAsync(count: 10))
            .ToString();
        foreach (var secret in secrets.Append(UpstreamSecret))
        {
            everything.ShouldNotContain(secret);
        }
    }

    [Theory]
    [InlineData("a\r\nSet-Cookie: x=1")]
    [InlineData("\u001b[31mred")]
    [InlineData("ünï")]
    public async Task Post_HostileNames_ReachNoHeaderAndNoLogAsTheyAre(string name)
    {
        var log = new LoggedLines();
        await using var server = await StartAsync(log);
        var body = System.Text.Json.JsonSerializer.Serialize(
            new { model = name, messages = new[] { new { role = "user", content = "x" } } }
        );

        using var response = await server.PostAsync(
            "/v1/chat/completions",
            body,
            ("x-request-id", name)
        );

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        Text(response, "x-request-id").ShouldStartWith("req_");
        string.Join('\n', log.Lines).ShouldNotContain("\u001b");
        foreach (var header in response.Headers)
        {
            header.Value.ShouldAllBe(value =>
                value.All(character => character >= ' ' && character <= '~')
            );
        }
    }

    [Theory]
    [InlineData("x-skrouter-agent", 600)]
    [InlineData("x-skrouter-tags", 0)]
    [InlineData("x-skrouter-run-budget-usd", 0)]
    public async Task Post_WrongHeader_SaysWhich(string header, int length)
    {
        await using var server = await StartAsync();

        using var response = await server.PostAsync(
            "/v1/chat/completions",
            Bodies[0],
            (header, length > 0 ? new string('a', length) : "not like that")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain(header);
    }

    private static Task<ApiServer> StartAsync(LoggedLines? log = null, bool needsKey = false) =>
        ApiServer.StartAsync(
            router =>
            {
                router.Role("writer", role => role.Prefer("m"));
                router.Role("failing", role => role.Prefer("f"));
            },
            services =>
            {
                services.Configure<SkRouterApiOptions>(options =>
                    options.AllowWithoutKey = !needsKey
                );
                if (log is not null)
                {
                    services.AddLogging(logging =>
                        logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace)
                    );
                }
            },
            models:
            [
                (
                    "m",
                    new ScriptedChatClient([.. Enumerable.Repeat(ScriptedStep.Answer("ok"), 20)])
                ),
                (
                    "f",
                    new ScriptedChatClient(
                        ScriptedStep.Throw(
                            new HttpRequestException(
                                $"401 with Bearer {UpstreamSecret}",
                                null,
                                HttpStatusCode.Unauthorized
                            )
                        )
                    )
                ),
            ]
        );

    private static IEnumerable<(string Method, string Path)> Endpoints(ApiServer server) =>
        server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                (
                    endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
                ).Select(method => (method, Concrete(endpoint.RoutePattern.RawText!)))
            );

    private static string Concrete(string pattern) =>
        pattern
            .Replace("{**id}", "m", StringComparison.Ordinal)
            .Replace("{**rest}", "nothing", StringComparison.Ordinal);

    private static async Task<HttpResponseMessage> SendAsync(
        ApiServer server,
        string method,
        string path,
        string? body,
        string? secret,
        string type = "application/json",
        string? host = null
    )
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null && method == "POST")
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        if (secret is not null)
        {
            request.Headers.Add("x-api-key", secret);
        }

        request.Headers.Host = host;
        return await server.Client.SendAsync(request);
    }

    private static string Add(IApiKeyStore keys, Func<ApiKey, ApiKey> change)
    {
        var secret = ApiKeySecret.New();
        keys.Add(
            change(
                new()
                {
                    Id = ApiKeySecret.PrefixOf(secret),
                    Name = "k",
                    Prefix = ApiKeySecret.PrefixOf(secret),
                    CreatedAt = DateTimeOffset.UnixEpoch,
                }
            ),
            secret
        );
        return secret;
    }

    private static string Text(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.Single() : "";
}
