using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkRouter.Access;
using SkRouter.AspNetCore.Dashboard.Access;
using SkRouter.AspNetCore.Tests.Security;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Dashboard;

/// <summary>Nobody is an administrator because of where a request comes from.</summary>
public sealed partial class AdminAccessTests : IDisposable
{
    private const string AdminKey = "a-long-admin-key-for-tests";

    private readonly VirtualTimeProvider _time = new();
    private readonly LoggedLines _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("/router")]
    [InlineData("/router/budgets")]
    [InlineData("/router/audit")]
    [InlineData("/router/data/series")]
    [InlineData("/router/live")]
    public async Task Get_NoAdminKeySet_LetsNobodyInNotEvenThisMachine(string path)
    {
        await using var server = await StartAsync(adminKey: null);

        using var response = await server.Client.GetAsync(path);

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/budgets/set")]
    [InlineData("/budgets/remove")]
    [InlineData("/health/drain")]
    [InlineData("/health/restore")]
    public async Task Post_WithoutASession_ChangesNothingAndIsNotAudited(string path)
    {
        await using var server = await StartAsync(adminKey: null);
        var token = await TokenAsync(server, "/router/login");

        using var response = await PostAsync(
            server,
            path,
            token,
            cookie: null,
            ("kind", "All"),
            ("name", ""),
            ("usd", "0"),
            ("window", "day"),
            ("deployment", "m")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Router.Budgets.SnapshotAsync()).ShouldBeEmpty();
        server.Router.Health.Of("m").State.ShouldBe(DeploymentState.Available);
        Audit(server).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_WithoutAKey_MakesOneAndLogsALinkThatSignsInOnce()
    {
        await using var server = await StartAsync(adminKey: null);
        var line = _log.Lines.Single(line =>
            line.Contains("/login?once=", StringComparison.Ordinal)
        );
        var link = Link().Match(line).Value;

        server.Services.GetRequiredService<IAdminStore>().ReadKey().ShouldNotBeNull();
        line.ShouldNotContain("ska-");
        using var first = await server.Client.GetAsync(link);
        first.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await GetAsync(server, "/router", CookieOf(first))).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await server.Client.GetAsync(link);
        second.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await second.Content.ReadAsStringAsync()).ShouldContain("used before");
    }

    [Fact]
    public async Task SignIn_ByALinkThatIsTooOld_IsRefused()
    {
        await using var server = await StartAsync(adminKey: null);
        var link = Link()
            .Match(_log.Lines.Single(line => line.Contains("?once=", StringComparison.Ordinal)))
            .Value;
        _time.Advance(SignInLinks.Valid);

        (await server.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionOfEveryCopyOfItsCookie()
    {
        await using var server = await StartAsync(AdminKey);
        var cookie = await SignInAsync(server);
        var token = await TokenAsync(server, "/router/budgets", cookie);

        await PostAsync(server, "/logout", token, cookie);

        (await GetAsync(server, "/router", cookie)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task ReplaceKey_EndsEverySession()
    {
        await using var server = await StartAsync(adminKey: null);
        using var signedIn = await server.Client.GetAsync(
            Link()
                .Match(_log.Lines.Single(line => line.Contains("?once=", StringComparison.Ordinal)))
                .Value
        );
        var cookie = CookieOf(signedIn);
        (await GetAsync(server, "/router", cookie)).StatusCode.ShouldBe(HttpStatusCode.OK);

        server
            .Services.GetRequiredService<IAdminStore>()
            .ReplaceKey(AdminKeySecret.Record(AdminKeySecret.New(), _time.GetUtcNow()));
        _time.Advance(TimeSpan.FromSeconds(6));

        (await GetAsync(server, "/router", cookie)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task SignIn_WrongManyTimes_IsSlowedButTheRightKeyIsNot()
    {
        await using var server = await StartAsync(AdminKey);
        var token = await TokenAsync(server, "/router/login");
        for (var i = 0; i < 3; i++)
        {
            (await PostAsync(server, "/login", token, null, ("key", "wrong"))).StatusCode.ShouldBe(
                HttpStatusCode.Unauthorized
            );
        }

        var slowed = PostAsync(server, "/login", token, null, ("key", "wrong"));
        (await Task.WhenAny(slowed, SignInAsync(server))).ShouldNotBe(slowed);
        slowed.IsCompleted.ShouldBeFalse();
        (await _time.RunAsync(() => slowed)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignIn_FloodOfWrongKeys_IsRefusedWithoutWaitingForAllOfIt()
    {
        await using var server = await StartAsync(AdminKey);
        var token = await TokenAsync(server, "/router/login");
        var flood = Enumerable
            .Range(0, 60)
            .Select(_ => PostAsync(server, "/login", token, null, ("key", "wrong")))
            .ToList();

        (await await Task.WhenAny(flood)).IsSuccessStatusCode.ShouldBeFalse();
        (await SignInAsync(server)).ShouldNotBeEmpty();
        var answers = await _time.RunAsync(() => Task.WhenAll(flood));

        answers
            .Select(answer => answer.StatusCode)
            .Distinct()
            .ShouldBe(
                [HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Post_Writes_AreOnTheAuditLogWithWhoWhatBeforeAndAfter()
    {
        await using var server = await StartAsync(AdminKey);
        var cookie = await SignInAsync(server);
        var token = await TokenAsync(server, "/router/budgets", cookie);
        (string, string)[] budget = [("kind", "Role"), ("name", "writer"), ("window", "day")];
        await PostAsync(server, "/budgets/set", token, cookie, [.. budget, ("usd", "5")]);
        await PostAsync(server, "/budgets/set", token, cookie, [.. budget, ("usd", "0")]);
        await PostAsync(server, "/budgets/remove", token, cookie, budget);
        await PostAsync(server, "/health/drain", token, cookie, ("deployment", "m"));
        await PostAsync(server, "/health/restore", token, cookie, ("deployment", "m"));

        var log = Audit(server).Reverse().ToList();

        log.Select(entry => entry.Action)
            .ShouldBe([
                "sign-in",
                "budget.set",
                "budget.set",
                "budget.remove",
                "deployment.drain",
                "deployment.restore",
            ]);
        log.ShouldAllBe(entry => entry.Who.StartsWith("session ", StringComparison.Ordinal));
        (log[1].Before, log[1].After).ShouldBe((null, "5 USD, Refuse"));
        (log[2].Before, log[2].After).ShouldBe(("5 USD, Refuse", "0 USD, Refuse"));
        (log[3].Before, log[3].After).ShouldBe(("0 USD, Refuse", null));
        (log[4].Before, log[4].After).ShouldBe(("Available", "Drained"));
        using var page = await GetAsync(server, "/router/audit", cookie);
        (await page.Content.ReadAsStringAsync()).ShouldContain("budget.remove");
    }

    [Fact]
    public async Task Post_WhatCannotBeAudited_IsNotDone()
    {
        await using var server = await StartAsync(AdminKey, new FailingAdminStore());
        var cookie = await SignInAsync(server);
        var token = await TokenAsync(server, "/router/health", cookie);

        using var response = await PostAsync(
            server,
            "/health/drain",
            token,
            cookie,
            ("deployment", "m")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Router.Health.Of("m").State.ShouldBe(DeploymentState.Available);
    }

    [Theory]
    [InlineData("https://router.example", "127.0.0.1:4141", "same-origin", null, true)]
    [InlineData("https://router.example", "127.0.0.1:4141", null, "router.example", true)]
    [InlineData("https://router.example", "127.0.0.1:4141", null, null, false)]
    [InlineData("https://evil.example", "router.example", null, null, false)]
    [InlineData("https://evil.example", "router.example", "cross-site", "evil.example", false)]
    public async Task SignIn_BehindAProxy_GoesByWhatTheBrowserSays(
        string origin,
        string host,
        string? site,
        string? forwarded,
        bool isTaken
    )
    {
        await using var server = await StartAsync(AdminKey);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/router/login")
        {
            Content = new FormUrlEncodedContent([
                new("key", AdminKey),
                new("token", await TokenAsync(server, "/router/login")),
            ]),
        };
        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (site is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        if (forwarded is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-Host", forwarded);
        }

        using var response = await server.Client.SendAsync(request);

        response.StatusCode.ShouldBe(isTaken ? HttpStatusCode.SeeOther : HttpStatusCode.BadRequest);
    }

    private static IReadOnlyList<AuditEntry> Audit(ApiServer server) =>
        server.Services.GetRequiredService<IAdminStore>().ReadAudit(100);

    private Task<ApiServer> StartAsync(string? adminKey, IAdminStore? store = null) =>
        ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
            {
                services.AddSingleton<TimeProvider>(_time);
                services.AddLogging(logging => logging.AddProvider(_log));
                services.AddSkRouterDashboard(options => options.AdminKey = adminKey);
                services.AddSingleton(new ConnectionFrom(IPAddress.Loopback));
                if (store is not null)
                {
                    services.AddSingleton(store);
                }
            },
            app => app.MapSkRouterDashboard(),
            ("m", new ScriptedChatClient(ScriptedStep.Answer("one")))
        );

    private static async Task<string> SignInAsync(ApiServer server)
    {
        using var response = await PostAsync(
            server,
            "/login",
            await TokenAsync(server, "/router/login"),
            null,
            ("key", AdminKey)
        );
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return CookieOf(response);
    }

    private static async Task<string> TokenAsync(
        ApiServer server,
        string page,
        string? cookie = null
    )
    {
        using var response = await GetAsync(server, page, cookie);
        return Token().Match(await response.Content.ReadAsStringAsync()).Groups["token"].Value;
    }

    private static Task<HttpResponseMessage> GetAsync(ApiServer server, string page, string? cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, page);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return server.Client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> PostAsync(
        ApiServer server,
        string path,
        string token,
        string? cookie,
        params (string Name, string Value)[] fields
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/router" + path)
        {
            Content = new FormUrlEncodedContent(
                fields
                    .Append(("token", token))
                    .Select(field => KeyValuePair.Create(field.Item1, field.Item2))
            ),
        };
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return server.Client.SendAsync(request);
    }

    private static string CookieOf(HttpResponseMessage response) =>
        response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

    [GeneratedRegex("""name="token" value="(?<token>[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("""/router/login\?once=[A-Za-z0-9_-]+""", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
