using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Access;
using SkRouter.Filters;
using SkRouter.Plugin;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Access;

/// <summary>A key for the role <c>mine</c> (or the deployment <c>own</c>) reaches nothing else, whatever way it tries.</summary>
public sealed class CallScopeTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Messages = "/v1/messages";
    private const string Responses = "/v1/responses";

    private static readonly ScriptedModel Forbidden = new([
        .. Enumerable.Repeat(ScriptedStep.Answer("forbidden"), 500),
    ]);

    /// <summary>Every way of a protocol to name a target; <c>$T</c> stands for what is named.</summary>
    public static TheoryData<string, string, string> Ways =>
        new()
        {
            { Chat, """{"model":"$T","messages":[{"role":"user","content":"x"}]}""", "" },
            { Chat, """{"model":"role:$T","messages":[{"role":"user","content":"x"}]}""", "" },
            {
                Chat,
                """{"model":"mine","messages":[{"role":"user","content":"x"}]}""",
                "x-skrouter-role: $T"
            },
            {
                Chat,
                """{"model":"auto","messages":[{"role":"system","name":"$T","content":"y"},{"role":"user","content":"x"}]}""",
                ""
            },
            {
                Chat,
                """{"messages":[{"role":"system","name":"$T","content":"y"},{"role":"user","content":"x"}]}""",
                ""
            },
            {
                Chat,
                """{"model":"auto","messages":[{"role":"developer","name":"$T","content":"y"},{"role":"user","content":"x"}]}""",
                ""
            },
            {
                Chat,
                """{"model":"auto","stream":true,"messages":[{"role":"system","name":"$T","content":"y"},{"role":"user","content":"x"}]}""",
                ""
            },
            {
                Chat,
                """{"model":"auto","messages":[{"role":"user","content":"x"}]}""",
                "x-skrouter-role: auto"
            },
            {
                Chat,
                """{"model":"$T","stream":true,"messages":[{"role":"user","content":"x"}]}""",
                ""
            },
            {
                Messages,
                """{"model":"$T","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""",
                ""
            },
            {
                Messages,
                """{"model":"$T","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"x"}]}""",
                ""
            },
            {
                Messages,
                """{"model":"mine","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""",
                "x-skrouter-role: $T"
            },
            {
                "/v1/messages/count_tokens",
                """{"model":"$T","messages":[{"role":"user","content":"x"}]}""",
                ""
            },
            { Responses, """{"model":"$T","input":"x"}""", "" },
            { Responses, """{"model":"$T","stream":true,"input":"x"}""", "" },
            { Responses, """{"model":"auto","input":"x"}""", "" },
            { "/v1/embeddings", """{"model":"$T","input":"x"}""", "" },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Post_WhatTheKeyIsNotFor_IsRefusedLikeWhatDoesNotExist(
        string path,
        string body,
        string header
    )
    {
        await using var server = await StartAsync();
        var key = Add(server, ["mine", "own"]);
        var answers = new List<string>();
        foreach (var target in new[] { "theirs", "secret", "no-such-thing" })
        {
            // A name in a message only chooses among roles.
            if (target != "theirs" && body.Contains("\"name\"", StringComparison.Ordinal))
            {
                continue;
            }

            using var response = await SendAsync(server, path, body, header, target, key);
            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{target}: {text}");
            answers.Add(text.Replace(target, "$T", StringComparison.Ordinal));
            text.ShouldNotContain("secret,");
        }

        Shape(answers[0]).ShouldNotBeEmpty();
        answers.Select(Shape).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await server.Router.Ledger.RecentAsync(count: 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_WhatTheKeyIsFor_IsAnswered()
    {
        await using var server = await StartAsync();
        var key = Add(server, ["mine", "own"]);
        foreach (var target in new[] { "mine", "role:mine", "own" })
        {
            using var response = await SendAsync(
                server,
                Chat,
                """{"model":"$T","messages":[{"role":"user","content":"x"}]}""",
                "",
                target,
                key
            );
            response.StatusCode.ShouldBe(HttpStatusCode.OK, target);
        }
    }

    [Theory]
    [InlineData("x-skrouter-floor")]
    [InlineData("x-skrouter-ceiling")]
    public async Task Post_BoundThatTheKeyMayNotKnow_DoesNotTellWhatThereIs(string header)
    {
        await using var server = await StartAsync();
        var key = Add(server, ["mine"]);
        var texts = new List<string>();
        foreach (var model in new[] { "secret", "no-such-thing" })
        {
            using var response = await SendAsync(
                server,
                Chat,
                """{"model":"mine","messages":[{"role":"user","content":"x"}]}""",
                $"{header}: $T",
                model,
                key
            );
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            texts.Add(
                (await response.Content.ReadAsStringAsync()).Replace(
                    model,
                    "$T",
                    StringComparison.Ordinal
                )
            );
        }

        texts[0].ShouldBe(texts[1]);
        texts[0].ShouldNotContain("Deployments");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_PinnedDeploymentThatFilters_DoesNotGoOnToTheDefaultRolesChain(
        bool streamed
    )
    {
        await using var server = await StartAsync(
            ScriptedStep.Throw(
                new HttpRequestException("content_filter: no", null, HttpStatusCode.BadRequest)
            )
        );
        var key = Add(server, ["own"]);

        using var response = await SendAsync(
            server,
            Chat,
            $$"""{"model":"own","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"x"}]}""",
            "",
            "",
            key
        );

        response.IsSuccessStatusCode.ShouldBeFalse();
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("forbidden");
    }

    public static TheoryData<string, bool> Failures
    {
        get
        {
            var failures = new TheoryData<string, bool>();
            foreach (
                var failure in new[]
                {
                    "500",
                    "503",
                    "401",
                    "404",
                    "too long",
                    "empty",
                    "silent",
                    "cut",
                }
            )
            {
                failures.Add(failure, false);
                failures.Add(failure, true);
            }

            return failures;
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Post_PinnedDeploymentThatFails_IsNotReplacedByWhatTheKeyIsNotFor(
        string failure,
        bool streamed
    )
    {
        var secret = new ScriptedModel([.. Enumerable.Repeat(ScriptedStep.Answer("forbidden"), 9)]);
        await using var server = await StartAsync(Failing(failure), secret: secret);
        var key = Add(server, ["mine", "own"]);
        foreach (var target in new[] { "own", "mine" })
        {
            using var response = await SendAsync(
                server,
                Chat,
                $$"""{"model":"$T","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"x"}]}""",
                "",
                target,
                key
            );
            try
            {
                (await response.Content.ReadAsStringAsync()).ShouldNotContain("forbidden");
            }
            catch (HttpRequestException)
            {
                // Cut, and not by an answer of another deployment.
            }
        }

        secret.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delegation_OfAScopedCall_ReachesNoRoleThatTheKeyIsNotFor(bool streamed)
    {
        var said = new List<string>();
        ModelRouter? router = null;
        await using var server = await StartAsync(
            filter: async (context, next) =>
            {
                var tool = router!.CreateTools().Single(known => known.Name == "delegate_to_role");
                foreach (var role in new[] { "theirs", "mine" })
                {
                    if (context.Agent == role)
                    {
                        break;
                    }

                    try
                    {
                        said.Add(
                            $"{role}: {await tool.InvokeAsync(new(new Dictionary<string, object?> { ["role"] = role, ["task"] = "x" }))}"
                        );
                    }
                    catch (Resilience.RouterException exception)
                    {
                        said.Add($"{role}: {exception.Code}");
                    }
                }

                await next(context);
            }
        );
        router = server.Router;

        using var response = await SendAsync(
            server,
            Chat,
            $$"""{"model":"mine","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"x"}]}""",
            "x-skrouter-agent: outer",
            "",
            Add(server, ["mine"])
        );
        await response.Content.ReadAsStringAsync();

        said.ShouldNotBeEmpty();
        said.ShouldNotContain(line => line.Contains("forbidden", StringComparison.Ordinal));
        said.ShouldContain("theirs: NotAllowed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NestedCall_OfAFilter_IsHeldToTheSameScope(bool streamed)
    {
        var seen = new List<Exception>();
        ModelRouter? router = null;
        await using var server = await StartAsync(
            filter: async (context, next) =>
            {
                try
                {
                    await router!
                        .ForRole("theirs")
                        .GetResponseAsync([new ChatMessage(ChatRole.User, "delegated")]);
                }
                catch (Resilience.RouterException exception)
                {
                    seen.Add(exception);
                }

                await next(context);
            }
        );
        router = server.Router;
        var key = Add(server, ["mine"]);

        using var response = await SendAsync(
            server,
            Chat,
            $$"""{"model":"mine","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"x"}]}""",
            "",
            "",
            key
        );
        await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        seen.ShouldHaveSingleItem()
            .ShouldBeOfType<Resilience.RouterException>()
            .Code.ShouldBe(Resilience.RouterErrorCode.NotAllowed);
    }

    [Fact]
    public async Task Get_ModelList_HasOnlyWhatTheKeyIsFor()
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("x-api-key", Add(server, ["mine", "own"]));

        using var response = await server.Client.SendAsync(request);
        var list = await response.Content.ReadAsStringAsync();

        list.ShouldContain("role:mine");
        list.ShouldContain("\"own\"");
        list.ShouldNotContain("theirs");
        list.ShouldNotContain("secret");
        list.ShouldNotContain("auto");
    }

    private static ScriptedStep Failing(string failure) =>
        failure switch
        {
            "too long" => ScriptedStep.Throw(
                new HttpRequestException(
                    "context_length_exceeded: maximum context length is 10 tokens",
                    null,
                    HttpStatusCode.BadRequest
                )
            ),
            "empty" => ScriptedStep.Answer(""),
            "silent" => ScriptedStep.Throw(new TimeoutException("no answer")),
            "cut" => ScriptedStep.Throw(new IOException("the stream was cut")),
            _ => ScriptedStep.Throw(
                new HttpRequestException(
                    failure,
                    null,
                    (HttpStatusCode)
                        int.Parse(failure, System.Globalization.CultureInfo.InvariantCulture)
                )
            ),
        };

    private static string Shape(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            text,
            "req_[0-9a-zA-Z]+|role:",
            "",
            System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );

    private static Task<HttpResponseMessage> SendAsync(
        ApiServer server,
        string path,
        string body,
        string header,
        string target,
        string key
    )
    {
        List<(string, string)> headers = [("x-api-key", key)];
        if (header.Split(": ") is [var name, var value])
        {
            headers.Add((name, value.Replace("$T", target, StringComparison.Ordinal)));
        }

        return server.PostAsync(
            path,
            body.Replace("$T", target, StringComparison.Ordinal),
            [.. headers]
        );
    }

    private static string Add(ApiServer server, IReadOnlyList<string> targets)
    {
        var secret = ApiKeySecret.New();
        server
            .Services.GetRequiredService<IApiKeyStore>()
            .Add(
                new()
                {
                    Id = "key_mine",
                    Name = "mine",
                    Prefix = ApiKeySecret.PrefixOf(secret),
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    Targets = targets,
                },
                secret
            );
        return secret;
    }

    private static Task<ApiServer> StartAsync(
        ScriptedStep? step = null,
        Func<
            Pipeline.ModelInvocationContext,
            Func<Pipeline.ModelInvocationContext, Task>,
            Task
        >? filter = null,
        ScriptedModel? secret = null
    ) =>
        ApiServer.StartAsync(
            router =>
            {
                router
                    .Role("mine", role => role.Prefer("own"))
                    .Role(
                        "theirs",
                        role =>
                            role.Prefer("secret")
                                .OnContentFiltered("secret")
                                .OnContextTooLong("secret")
                                .Hedge()
                    )
                    .DefaultRole("theirs");
                if (filter is not null)
                {
                    router.Services.AddSingleton<IModelInvocationFilter>(
                        new DelegateFilter(filter)
                    );
                }
            },
            services =>
                services.Configure<SkRouterApiOptions>(options => options.AllowWithoutKey = false),
            models:
            [
                (
                    "own",
                    new ScriptedChatClient(
                        step is { } given
                            ? [.. Enumerable.Repeat(given, 30)]
                            : [.. Enumerable.Repeat(ScriptedStep.Answer("ok"), 10)]
                    )
                ),
                ("secret", new ScriptedChatClient(secret ?? Forbidden)),
            ]
        );
}
