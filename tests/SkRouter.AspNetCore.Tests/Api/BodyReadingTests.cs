using System.Net;
using System.Text;
using System.Text.Json;
using SkRouter.AspNetCore.Api;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Api;

/// <summary>Whatever is wrong with a body is the client's to mend: it is told what and where, in every endpoint.</summary>
public sealed class BodyReadingTests
{
    private static readonly (string Path, string Body)[] Endpoints =
    [
        (
            "/v1/chat/completions",
            """{"model":"writer","messages":[{"role":"user","content":"$X"}]}"""
        ),
        ("/v1/responses", """{"model":"writer","input":"$X"}"""),
        (
            "/v1/messages",
            """{"model":"writer","max_tokens":9,"messages":[{"role":"user","content":"$X"}]}"""
        ),
        (
            "/v1/messages/count_tokens",
            """{"model":"writer","messages":[{"role":"user","content":"$X"}]}"""
        ),
        ("/v1/embeddings", """{"model":"writer","input":"$X"}"""),
    ];

    public static TheoryData<string, byte[], string> Texts =>
        new()
        {
            { "lone high surrogate", @"\ud83d"u8.ToArray(), "surrogate" },
            { "lone low surrogate", @"\udE00x"u8.ToArray(), "surrogate" },
            { "reversed pair", @"\ude00\ud83d"u8.ToArray(), "surrogate" },
            { "high, then an escape", @"\ud83d\n"u8.ToArray(), "surrogate" },
            { "truncated UTF-8", [(byte)'a', 0xE2, 0x82], "UTF-8" },
            { "overlong UTF-8", [0xC0, 0xAF], "UTF-8" },
            { "surrogate in UTF-8", [0xED, 0xA0, 0x80], "UTF-8" },
            { "beyond Unicode", [0xF5, 0x80, 0x80, 0x80], "UTF-8" },
            { "a bare control character", [0x01], "line 1" },
            { "a bare NUL", [0x00], "line 1" },
            { "a bad escape", @"\x"u8.ToArray(), "line 1" },
        };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Post_TextThatIsNone_IsRefusedWithItsPlace(
        string what,
        byte[] text,
        string expected
    )
    {
        await using var server = await StartAsync();
        foreach (var (path, body) in Endpoints)
        {
            var parts = body.Split("$X");
            byte[] bytes =
            [
                .. Encoding.UTF8.GetBytes(parts[0]),
                .. text,
                .. Encoding.UTF8.GetBytes(parts[1]),
            ];
            using var response = await PostAsync(server, path, bytes);
            var said = await response.Content.ReadAsStringAsync();

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{what}: {path}: {said}");
            JsonElement
                .Parse(said)
                .GetProperty("error")
                .GetProperty("message")
                .GetString()!
                .ShouldContain(expected, customMessage: path);
            said.ShouldContain(path.Contains("input", StringComparison.Ordinal) ? "input" : "");
        }
    }

    [Theory]
    [InlineData(@"\ud83d\ude00")]
    [InlineData(@"\\ud83d")]
    [InlineData(@"\u0000")]
    [InlineData(@"\uD83D\uDE00 and \u00e9")]
    public async Task Post_TextThatIsFine_IsNotRefusedForItself(string text)
    {
        await using var server = await StartAsync();
        using var response = await PostAsync(
            server,
            Endpoints[0].Path,
            Encoding.UTF8.GetBytes(Endpoints[0].Body.Replace("$X", text, StringComparison.Ordinal))
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Post_LoneSurrogateDeepDown_NamesThePath()
    {
        await using var server = await StartAsync();
        using var response = await PostAsync(
            server,
            "/v1/chat/completions",
            """{"model":"writer","messages":[{"role":"user","content":"fine"},{"role":"user","content":[{"type":"text","text":"\ud800"}]}]}"""u8.ToArray()
        );
        var error = JsonElement
            .Parse(await response.Content.ReadAsStringAsync())
            .GetProperty("error");

        error.GetProperty("param").GetString().ShouldBe("messages[1].content[0].text");
        error.GetProperty("code").GetString().ShouldBe("invalid_json");
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=iso-8859-1", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "gzip", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=UTF-8", null, HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"utf-8\"", "identity", HttpStatusCode.OK)]
    public async Task Post_OfAKind_IsTakenOrRefused(
        string type,
        string? encoding,
        HttpStatusCode expected
    )
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoints[0].Path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Endpoints[0].Body)),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await server.Client.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("utf-8 with a mark")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Post_OtherEncodings_AreRefused(string encoding)
    {
        await using var server = await StartAsync();
        var with =
            encoding == "utf-8 with a mark"
                ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
                : Encoding.GetEncoding(encoding);
        foreach (var (path, body) in Endpoints)
        {
            using var response = await PostAsync(
                server,
                path,
                [.. with.GetPreamble(), .. with.GetBytes(body)]
            );
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        }
    }

    [Theory]
    [InlineData(
        """{"model":"writer","messages":[{"role":"user","role":"user","content":"x"}]}""",
        "messages[0].role"
    )]
    [InlineData("""{"model":"writer","model":"writer","messages":[]}""", "model")]
    [InlineData(
        """{"model":"writer","messages":[{"role":"user","content":"x"}],"metadata":{"a":{"b":1,"b":2}}}""",
        "metadata.a.b"
    )]
    [InlineData(
        """{"model":"writer","messages":[{"role":"user","content":"x"}],"metadata":{"a":1,"\u0061":2}}""",
        "metadata.a"
    )]
    public async Task Post_NameTwice_NamesIt(string body, string place)
    {
        await using var server = await StartAsync();
        using var response = await PostAsync(
            server,
            "/v1/chat/completions",
            Encoding.UTF8.GetBytes(body)
        );
        var error = JsonElement
            .Parse(await response.Content.ReadAsStringAsync())
            .GetProperty("error");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        error.GetProperty("param").GetString().ShouldBe(place);
    }

    [Fact]
    public async Task Post_MoreThanAllMayHold_IsToldToComeBackBeforeItIsRead()
    {
        await using var server = await StartAsync(
            ScriptedStep.Answer("one two") with
            {
                Silent = true,
                PiecesBeforeFault = 1,
            }
        );
        var budget = (BodyBudget)server.Services.GetService(typeof(BodyBudget))!;
        var most = SkRouterApiOptions.DefaultMaxBytesInFlight;
        budget.TryHold("others", most / 4 * 3).ShouldBeTrue();
        var large = Endpoints[0].Body.Replace("$X", new('x', 2_000_000), StringComparison.Ordinal);

        using var refused = await PostAsync(
            server,
            Endpoints[0].Path,
            Encoding.UTF8.GetBytes(large)
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();

        budget.Release("others", most / 4 * 3);
        budget.Held.ShouldBe(0);
    }

    [Fact]
    public void Hold_LargeBodiesOfOneCaller_LeaveRoomForOthersAndForSmallOnes()
    {
        const long Large = 30L * 1024 * 1024;
        var budget = new BodyBudget(new());
        var taken = 0;
        while (budget.TryHold("greedy", Large))
        {
            taken++;
        }

        taken.ShouldBeInRange(2, 4);
        budget.TryHold("other", Large).ShouldBeTrue();
        while (budget.TryHold("another", Large)) { }

        budget.TryHold("small", 100_000).ShouldBeTrue();
    }

    private static Task<HttpResponseMessage> PostAsync(ApiServer server, string path, byte[] bytes)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = new("application/json");
        return server.Client.SendAsync(request);
    }

    private static Task<ApiServer> StartAsync(params ScriptedStep[] steps) =>
        ApiServer.StartAsync(
            steps.Length > 0 ? steps : [.. Enumerable.Repeat(ScriptedStep.Answer("ok"), 20)]
        );
}
