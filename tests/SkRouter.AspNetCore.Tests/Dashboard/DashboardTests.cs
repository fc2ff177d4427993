using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Budgets;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Dashboard;

public sealed partial class DashboardTests
{
    private const string AdminKey = "a-long-admin-key-for-tests";
    private const string Hostile = "<script>alert('x')</script>\"&";

    private static readonly string[] Pages =
    [
        "",
        "/breakdown",
        "/breakdown?by=agent&and=model&span=all",
        "/breakdown?by=day",
        "/breakdown?by=key",
        "/requests",
        "/requests?role=writer&outcome=Answered",
        "/runs",
        "/health",
        "/budgets",
        "/why?prompt=Hello",
        "/settings",
        "/audit",
        "/requests/nobody",
        "/runs/nobody",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_EveryPage_IsWholeAndWithoutInlineStyleOrScript(bool used)
    {
        await using var server = await StartAsync();
        var pages = Pages.ToList();
        if (used)
        {
            using var response = await AskAsync(server, Hostile, Hostile);
            var record = await server.LastRecordAsync();
            pages.Add($"/requests/{record.Id}");
            pages.Add($"/runs/{Uri.EscapeDataString(record.Run)}");
        }

        foreach (var page in pages)
        {
            using var response = await server.Client.GetAsync("/router" + page);
            var html = await response.Content.ReadAsStringAsync();

            response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            html.ShouldContain("</html>", customMessage: page);
            InlineStyle().IsMatch(html).ShouldBeFalse(page);
            InlineScript().IsMatch(html).ShouldBeFalse(page);
            html.ShouldNotContain("<script>alert", customMessage: page);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self'");
            policy.ShouldNotContain("unsafe");
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Get_EveryAddressOfAPage_LeadsSomewhere()
    {
        await using var server = await StartAsync();
        using (await AskAsync(server, "ticket-1", "ann"))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { "/router" };
            var open = new Queue<string>(seen);
            while (open.TryDequeue(out var page))
            {
                using var response = await server.Client.GetAsync(page);
                response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
                if (response.Content.Headers.ContentType?.MediaType != "text/html")
                {
                    continue;
                }

                var html = await response.Content.ReadAsStringAsync();
                foreach (Match match in Address().Matches(html))
                {
                    var address = WebUtility.HtmlDecode(match.Groups["address"].Value);
                    address.ShouldStartWith(address[0] == '#' ? "#" : "/router");
                    if (address[0] == '/' && seen.Count < 120 && seen.Add(address))
                    {
                        open.Enqueue(address);
                    }
                }
            }

            seen.Count.ShouldBeGreaterThan(20);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", null, HttpStatusCode.OK)]
    [InlineData("::1", "localhost:4141", null, HttpStatusCode.OK)]
    [InlineData("192.0.2.7", "localhost", null, HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "rebound.example", null, HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "localhost", "Forwarded", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "localhost", "CF-Ray", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "localhost", "Sec-Fetch-Site", HttpStatusCode.Forbidden)]
    public async Task Get_WithoutSignIn_AnswersThisMachineAlone(
        string address,
        string host,
        string? header,
        HttpStatusCode expected
    )
    {
        await using var server = await StartAsync(from: IPAddress.Parse(address));
        foreach (var page in Pages.Concat(["/live", "/data/series", "/breakdown.csv"]))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/router" + page);
            request.Headers.Host = host;
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation(header, "for=127.0.0.1");
            }

            using var response = await server.Client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead
            );
            response.StatusCode.ShouldBe(expected, page);
        }
    }

    [Fact]
    public async Task Get_AdminKey_LetsInWhoSignedInAndNobodyElse()
    {
        await using var server = await StartAsync(AdminKey, IPAddress.Parse("192.0.2.7"));
        var client = server.Client;
        (await client.GetAsync("/router")).Headers.Location!.ToString().ShouldBe("/router/login");
        (await client.GetAsync("/router/data/series")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );

        (await SignInAsync(server, "wrong key, wrong key")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        using var signedIn = await SignInAsync(server, AdminKey);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var set = signedIn.Headers.GetValues("Set-Cookie").Single();
        set.ShouldContain("httponly", Case.Insensitive);
        set.ShouldContain("samesite=strict", Case.Insensitive);
        set.ShouldNotContain(AdminKey);

        (await GetAsync(server, "/router", CookieOf(set))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(server, "/router", Forged(CookieOf(set)))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
    }

    [Fact]
    public async Task Get_SessionPastItsEnd_HasToSignInAgain()
    {
        var time = new VirtualTimeProvider();
        await using var server = await StartAsync(AdminKey, time: time);
        using var signedIn = await SignInAsync(server, AdminKey);
        var cookie = CookieOf(signedIn.Headers.GetValues("Set-Cookie").Single());
        time.Advance(TimeSpan.FromHours(13));

        (await GetAsync(server, "/router", cookie)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Post_FromAnotherSiteOrWithoutToken_ChangesNothing()
    {
        await using var server = await StartAsync();
        var token = await TokenAsync(server, "/router/budgets");
        var fields = new Dictionary<string, string>
        {
            ["kind"] = "Role",
            ["name"] = "writer",
            ["usd"] = "5",
            ["window"] = "day",
            ["action"] = "Refuse",
        };
        (string, string)[] none = [];
        foreach (
            var (withToken, headers) in new[]
            {
                (false, none),
                (true, [("Sec-Fetch-Site", "cross-site")]),
                (true, [("Sec-Fetch-Site", "same-site")]),
                (true, [("Origin", "http://evil.example")]),
                (true, [("Origin", "null")]),
            }
        )
        {
            (
                await PostAsync(server, "/budgets/set", fields, withToken ? token : "", headers)
            ).StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Forbidden);
        }

        (await server.Router.Budgets.SnapshotAsync()).ShouldBeEmpty();

        using var own = await PostAsync(
            server,
            "/budgets/set",
            fields,
            token,
            ("Sec-Fetch-Site", "same-origin"),
            ("Origin", "http://localhost")
        );
        own.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var budget = (await server.Router.Budgets.SnapshotAsync()).ShouldHaveSingleItem().Budget;
        budget.ShouldBe(
            new(new(BudgetScopeKind.Role, "writer"), 5, BudgetWindow.Calendar(Period.Day))
        );
    }

    [Theory]
    [InlineData("usd", "many", "amount in USD")]
    [InlineData("usd", "-1", "amount in USD")]
    [InlineData("kind", "Planet", "no such kind")]
    [InlineData("name", "", "needs its name")]
    [InlineData("window", "year", "no window")]
    public async Task Post_WrongBudget_SaysWhatAndChangesNothing(
        string field,
        string value,
        string expected
    )
    {
        await using var server = await StartAsync();
        var fields = new Dictionary<string, string>
        {
            ["kind"] = "Role",
            ["name"] = "writer",
            ["usd"] = "5",
            ["window"] = "day",
        };
        fields[field] = value;

        using var response = await PostAsync(
            server,
            "/budgets/set",
            fields,
            await TokenAsync(server, "/router/budgets")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).ShouldContain(expected);
        (await server.Router.Budgets.SnapshotAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_DrainAndRestore_TakesADeploymentOutAndBackIn()
    {
        await using var server = await StartAsync();
        var token = await TokenAsync(server, "/router/health");
        var fields = new Dictionary<string, string> { ["deployment"] = "m" };

        await PostAsync(server, "/health/drain", fields, token);
        server.Router.Health.Of("m").State.ShouldBe(DeploymentState.Drained);
        (await server.Client.GetStringAsync("/router/health")).ShouldContain("Restore m");
        await PostAsync(server, "/health/restore", fields, token);
        server.Router.Health.Of("m").State.ShouldBe(DeploymentState.Available);

        fields["deployment"] = "nobody";
        (await PostAsync(server, "/health/drain", fields, token)).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task Get_Csv_IsExactAndNoFormula()
    {
        await using var server = await StartAsync();
        using (await AskAsync(server, "r", "=cmd()"))
        using (await AskAsync(server, "r", "a, \"b\""))
        {
            using var response = await server.Client.GetAsync(
                "/router/breakdown.csv?by=agent&span=all"
            );
            var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");

            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
            lines[0].ShouldStartWith("agent,round trips,unanswered");
            lines.ShouldContain(line =>
                line.StartsWith("'=cmd(),1,0,100,10,0.0002", StringComparison.Ordinal)
            );
            lines.ShouldContain(line =>
                line.StartsWith("\"a, \"\"b\"\"\",1,", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task Get_Live_TellsOfARequestOnceItIsSettled()
    {
        await using var server = await StartAsync();
        using var response = await server.Client.GetAsync(
            "/router/live",
            HttpCompletionOption.ResponseHeadersRead
        );
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(": watching");
        using (await AskAsync(server, "r", Hostile))
        {
            var record = await server.LastRecordAsync();
            var row = "";
            while (
                await reader.ReadLineAsync() is { } line
                && !row.Contains("</tr>", StringComparison.Ordinal)
            )
            {
                row += line;
            }

            row.ShouldContain("event: row");
            row.ShouldContain($"data-id=\"{record.Id}\"");
            row.ShouldNotContain("<script>");
        }
    }

    [Theory]
    [InlineData("/router/assets/x/app.css")]
    [InlineData("/router/assets/x/..%2f..%2fsecrets")]
    [InlineData("/router/assets/../../etc/passwd")]
    [InlineData("/router/assets/x/%2e%2e/app.css")]
    [InlineData("/router/nothing")]
    public async Task Get_WhatIsNotThere_IsNotFound(string path)
    {
        await using var server = await StartAsync();

        (await server.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Start_ShortAdminKey_IsRefused()
    {
        var failure = await Should.ThrowAsync<Exception>(() => StartAsync("short"));

        failure.Message.ShouldContain("fewer than 16 characters");
    }

    private static Task<ApiServer> StartAsync(
        string? adminKey = null,
        IPAddress? from = null,
        TimeProvider? time = null
    ) =>
        ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
            {
                services.AddSkRouterDashboard(options =>
                {
                    options.AdminKey = adminKey;
                    options.AllowWithoutSignIn = adminKey is null;
                });
                services.AddSingleton(new ConnectionFrom(from));
                if (time is not null)
                {
                    services.AddSingleton(time);
                }
            },
            app => app.MapSkRouterDashboard(),
            ("m", new ScriptedChatClient(ScriptedStep.Answer("one"), ScriptedStep.Answer("two")))
        );

    private static Task<HttpResponseMessage> AskAsync(ApiServer server, string run, string agent) =>
        server.PostAsync(
            "/v1/chat/completions",
            """{"model":"writer","messages":[{"role":"user","content":"hello"}]}""",
            ("x-skrouter-run", run),
            ("x-skrouter-agent", agent)
        );

    private static async Task<string> TokenAsync(ApiServer server, string page) =>
        Token().Match(await server.Client.GetStringAsync(page)).Groups["token"].Value;

    private static async Task<HttpResponseMessage> SignInAsync(ApiServer server, string key) =>
        await PostAsync(
            server,
            "/login",
            new() { ["key"] = key },
            await TokenAsync(server, "/router/login")
        );

    private static Task<HttpResponseMessage> PostAsync(
        ApiServer server,
        string path,
        Dictionary<string, string> fields,
        string token,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/router" + path)
        {
            Content = new FormUrlEncodedContent(fields.Append(new("token", token))),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return server.Client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> GetAsync(ApiServer server, string path, string cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        return server.Client.SendAsync(request);
    }

    private static string CookieOf(string set) => set.Split(';')[0];

    private static string Forged(string cookie)
    {
        // A later end under the same signature.
        var (name, value) = (cookie.Split('=', 2)[0], cookie.Split('=', 2)[1]);
        return $"{name}=9{value}";
    }

    [GeneratedRegex(
        """<[^>]*\sstyle\s*=|<style|javascript:|\son[a-z]+\s*=\s*["']""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex InlineStyle();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)", RegexOptions.None, 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex("""(?:href|src|data-source)="(?<address>[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("""name="token" value="(?<token>[^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
