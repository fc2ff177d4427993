using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Access;
using SkRouter.AspNetCore.Access;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Access;

public sealed class KeyGateTests
{
    private const string Path = "/v1/chat/completions";
    private const string Hello =
        """{"model":"writer","messages":[{"role":"user","content":"hello"}]}""";

    private readonly VirtualTimeProvider _time = new();

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("authorization", "bearer {0}")]
    [InlineData("x-api-key", "{0}")]
    [InlineData("api-key", "{0}")]
    public async Task Post_GoodKey_IsLetInAndOnTheBooksUnderIt(string header, string value)
    {
        await using var server = await StartAsync();
        var (id, secret) = Add(server, key => key with { Tenant = "acme" });

        using var response = await AskAsync(
            server,
            (header, string.Format(null, value, secret)),
            ("x-skrouter-tenant", "other"),
            ("x-skrouter-tags", "key=forged, project=p")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var record = await server.LastRecordAsync();
        record.Tags[ApiKey.Tag].ShouldBe(id);
        record.Tags["project"].ShouldBe("p");
        record.Tenant.ShouldBe("acme");
    }

    [Fact]
    public async Task Post_WrongMissingOrTwoKeys_AreNotLetIn()
    {
        await using var server = await StartAsync();
        var (_, secret) = Add(server);
        var (_, other) = Add(server);

        await ShouldBeRefusedAsync(server, "key_required");
        await ShouldBeRefusedAsync(server, "key_required", ("Authorization", "Basic abc"));
        await ShouldBeRefusedAsync(server, "invalid_api_key", ("x-api-key", "any"));
        await ShouldBeRefusedAsync(server, "invalid_api_key", ("x-api-key", secret[..^1]));
        await ShouldBeRefusedAsync(server, "invalid_api_key", ("x-api-key", secret + "a"));
        await ShouldBeRefusedAsync(
            server,
            "invalid_api_key",
            ("x-api-key", secret),
            ("Authorization", $"Bearer {other}")
        );
    }

    [Fact]
    public async Task Post_ExpiredOrRevokedKey_SaysWhich()
    {
        await using var server = await StartAsync();
        var (id, secret) = Add(
            server,
            key => key with { ExpiresAt = _time.GetUtcNow().AddHours(1) }
        );
        (await AskAsync(server, ("x-api-key", secret))).StatusCode.ShouldBe(HttpStatusCode.OK);

        _time.Advance(TimeSpan.FromHours(1));
        await ShouldBeRefusedAsync(server, "key_expired", ("x-api-key", secret));

        server.Services.GetRequiredService<IApiKeyStore>().Revoke(id, _time.GetUtcNow());
        _time.Advance(KeyLookup.Believed);
        await ShouldBeRefusedAsync(server, "key_revoked", ("x-api-key", secret));
    }

    [Fact]
    public async Task Post_KeyForOneRole_MayAskForNothingElse()
    {
        await using var server = await StartAsync();
        var (_, secret) = Add(server, key => key with { Targets = ["writer"] });
        var key = ("x-api-key", secret);

        (await AskAsync(server, key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var model in new[] { "m", "reader", "role:reader", "nobody" })
        {
            using var response = await server.PostAsync(
                Path,
                Hello.Replace("writer", model, StringComparison.Ordinal),
                key
            );
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await response.Content.ReadAsStringAsync()).ShouldContain("model_not_allowed");
        }

        using var byHeader = await AskAsync(server, key, ("x-skrouter-role", "reader"));
        byHeader.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("x-api-key", secret);
        using var models = await server.Client.SendAsync(request);
        var list = await models.Content.ReadAsStringAsync();
        list.ShouldContain("role:writer");
        list.ShouldNotContain("reader");
        list.ShouldNotContain("\"m\"");
    }

    [Fact]
    public async Task Post_MoreRequestsThanTheKeyMay_WaitsAMinute()
    {
        await using var server = await StartAsync();
        var (_, secret) = Add(server, key => key with { RequestsPerMinute = 2 });
        var key = ("x-api-key", secret);

        using var first = await AskAsync(server, key);
        Header(first, "x-ratelimit-limit-requests").ShouldBe("2");
        Header(first, "x-ratelimit-remaining-requests").ShouldBe("1");
        (await AskAsync(server, key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var third = await AskAsync(server, key);
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        int.Parse(Header(third, "Retry-After")!, null).ShouldBeInRange(1, 60);

        _time.Advance(TimeSpan.FromSeconds(60));
        (await AskAsync(server, key)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_MoreTokensThanTheKeyMay_WaitsAMinute()
    {
        await using var server = await StartAsync();
        // A scripted answer takes 110.
        var (_, secret) = Add(server, key => key with { TokensPerMinute = 200 });
        var key = ("x-api-key", secret);

        (await AskAsync(server, key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await AskAsync(server, key);
        Header(second, "x-ratelimit-remaining-tokens").ShouldBe("90");
        using var third = await AskAsync(server, key);
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await third.Content.ReadAsStringAsync()).ShouldContain("200 tokens a minute");
    }

    [Fact]
    public async Task Post_MoreAtOnceThanTheKeyMay_IsRefusedUntilOneEnds()
    {
        await using var server = await StartAsync(
            ScriptedStep.Answer("one two") with
            {
                Silent = true,
                PiecesBeforeFault = 2,
            },
            ScriptedStep.Answer("ok")
        );
        var (_, secret) = Add(server, key => key with { MaxParallel = 1 });
        var key = ("x-api-key", secret);
        using (var open = await server.PostAsync(Path, Hello[..^1] + ",\"stream\":true}", key))
        {
            open.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var second = await AskAsync(server, key);
            second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }

        HttpStatusCode status;
        var tries = 0;
        do
        {
            using var again = await AskAsync(server, key);
            status = again.StatusCode;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        } while (status is HttpStatusCode.TooManyRequests && ++tries < 1000);

        status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_ManyUnknownKeys_AreSlowedDownButAGoodKeyIsNot()
    {
        await using var server = await StartAsync(connection: IPAddress.Parse("192.0.2.1"));
        var (_, secret) = Add(server);
        (await AskAsync(server, ("x-api-key", secret))).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < KeyGate.MostGuesses; i++)
        {
            (
                await AskAsync(server, ("x-api-key", FormattableString.Invariant($"skr-guess{i}")))
            ).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await AskAsync(server, ("x-api-key", "skr-another"))).StatusCode.ShouldBe(
            HttpStatusCode.TooManyRequests
        );
        (await AskAsync(server, ("x-api-key", secret))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_ManyGuesses_NeitherHoldUpAKnownKeyNorOneThatWasJustMade()
    {
        await using var server = await StartAsync(connection: IPAddress.Parse("192.0.2.1"));
        var (_, seldomUsed) = Add(server);
        for (var i = 0; i < 3 * KeyGate.MostGuesses; i++)
        {
            using var guess = await AskAsync(
                server,
                ("x-api-key", FormattableString.Invariant($"skr-guess{i}"))
            );
            ((int)guess.StatusCode).ShouldBe(i < KeyGate.MostGuesses ? 401 : 429);
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        (await AskAsync(server, ("x-api-key", seldomUsed))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var (_, made) = Add(server);
        (await AskAsync(server, ("x-api-key", made))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_GuessesThatBeginLikeNoKey_DoNotReachTheStore()
    {
        var store = new CountingKeyStore();
        await using var server = await StartAsync(store: store);
        Add(server);
        for (var i = 0; i < 500; i++)
        {
            using var guess = await AskAsync(
                server,
                ("x-api-key", FormattableString.Invariant($"skr-{i:000000}-guess"))
            );
        }

        store.Finds.ShouldBe(0);
        store.Lists.ShouldBeLessThan(30);
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", null, true)]
    [InlineData("127.0.0.1", "127.0.0.1:4141", null, true)]
    [InlineData("::1", "[::1]:4141", null, true)]
    [InlineData("::ffff:127.0.0.1", "localhost", null, true)]
    [InlineData("192.0.2.1", "localhost", null, false)]
    [InlineData("127.0.0.1", "evil.example", null, false)]
    [InlineData("127.0.0.1", "localhost.evil.example", null, false)]
    [InlineData("127.0.0.1", "127.0.0.1.evil.example", null, false)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For", false)]
    [InlineData("127.0.0.1", "localhost", "Forwarded", false)]
    [InlineData("127.0.0.1", "localhost", "Via", false)]
    [InlineData("127.0.0.1", "localhost", "X-Real-IP", false)]
    [InlineData("127.0.0.1", "localhost", "CF-Connecting-IP", false)]
    [InlineData("127.0.0.1", "localhost", "True-Client-IP", false)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-Anything", false)]
    [InlineData("127.0.0.1", "localhost", "Tailscale-User-Login", false)]
    [InlineData("127.0.0.1", "localhost", "Origin", false)]
    [InlineData("127.0.0.1", "localhost", "Sec-Fetch-Site", false)]
    [InlineData("127.0.0.1", "0.0.0.0:4141", null, false)]
    [InlineData("127.0.0.1", "192.168.0.7", null, false)]
    public async Task Post_WithoutKeyWhereThatIsAllowed_LetsThisMachineInAndNobodyElse(
        string address,
        string host,
        string? proxyHeader,
        bool letIn
    )
    {
        await using var server = await StartAsync(
            connection: IPAddress.Parse(address),
            configure: options => options.AllowWithoutKey = true
        );
        List<(string, string)> headers = [("Host", host), ("x-api-key", "any")];
        if (proxyHeader is not null)
        {
            headers.Add((proxyHeader, "for=127.0.0.1"));
        }

        using var response = await AskAsync(server, [.. headers]);

        response.StatusCode.ShouldBe(letIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Post_NoKeyYet_LetsNobodyIn()
    {
        await using var server = await StartAsync(connection: IPAddress.Loopback);

        await ShouldBeRefusedAsync(server, "key_required");
    }

    [Fact]
    public async Task Post_LastKeyRevoked_StillLetsNobodyIn()
    {
        await using var server = await StartAsync();
        var (id, _) = Add(server);
        server.Services.GetRequiredService<IApiKeyStore>().Revoke(id, _time.GetUtcNow());

        await ShouldBeRefusedAsync(server, "key_required");
    }

    private Task<ApiServer> StartAsync(params ScriptedStep[] steps) =>
        StartAsync(connection: null, configure: null, store: null, steps);

    private Task<ApiServer> StartAsync(
        IPAddress? connection = null,
        Action<SkRouterApiOptions>? configure = null,
        IApiKeyStore? store = null,
        params ScriptedStep[] steps
    )
    {
        var model = new ScriptedModel(
            steps.Length > 0 ? steps : [.. Enumerable.Repeat(ScriptedStep.Answer("ok"), 100)]
        );
        return ApiServer.StartAsync(
            router =>
            {
                router.Role("writer", role => role.Prefer("m"));
                router.Role("reader", role => role.Prefer("m"));
            },
            services =>
            {
                services.AddSingleton<TimeProvider>(_time);
                services.Configure(
                    configure ?? (static options => options.AllowWithoutKey = false)
                );
                if (store is not null)
                {
                    services.AddSingleton(store);
                }

                services.AddSingleton(new ConnectionFrom(connection));
            },
            models: [("m", new ScriptedChatClient(model))]
        );
    }

    private static (string Id, string Secret) Add(
        ApiServer server,
        Func<ApiKey, ApiKey>? change = null
    )
    {
        var secret = ApiKeySecret.New();
        var key = new ApiKey
        {
            Id = $"key_{Guid.NewGuid():N}",
            Name = "ann",
            Prefix = ApiKeySecret.PrefixOf(secret),
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        server.Services.GetRequiredService<IApiKeyStore>().Add(change?.Invoke(key) ?? key, secret);
        return (key.Id, secret);
    }

    private static Task<HttpResponseMessage> AskAsync(
        ApiServer server,
        params (string, string)[] headers
    ) => server.PostAsync(Path, Hello, headers);

    private static async Task ShouldBeRefusedAsync(
        ApiServer server,
        string code,
        params (string, string)[] headers
    )
    {
        using var response = await AskAsync(server, headers);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"{code}\"");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
