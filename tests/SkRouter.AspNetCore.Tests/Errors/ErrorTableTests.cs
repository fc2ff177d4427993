using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>Drives each line of the table of errors through each face, plain and streamed.</summary>
public sealed class ErrorTableTests(ErrorServer server) : IClassFixture<ErrorServer>
{
    private const string Chat = "/v1/chat/completions";
    private const string Responses = "/v1/responses";
    private const string Messages = "/v1/messages";
    private const string Library = "library";

    public static TheoryData<int, string, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, string, string, bool>();
            for (var i = 0; i < ErrorTable.Rows.Count; i++)
            {
                var row = ErrorTable.Rows[i];
                foreach (var face in new[] { Chat, Responses, Messages, Library })
                {
                    cases.Add(i, row.Name, face, false);
                    if (!row.PlainOnly)
                    {
                        cases.Add(i, row.Name, face, true);
                    }
                }
            }

            return cases;
        }
    }

    public static TheoryData<string, bool> Uncooled
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var row in ErrorTable.Rows.Where(row => row.CoolsDown.Length == 0))
            {
                cases.Add(row.Name, false);
                cases.Add(row.Name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Fail_FirstDeployment_LeadsToWhatTheTableSays(
        int index,
        string name,
        string face,
        bool streamed
    )
    {
        var row = ErrorTable.Rows[index];
        row.Name.ShouldBe(name);
        await server.PrepareAsync(row);
        if (face == Library)
        {
            await AskAsync(row, streamed);
        }
        else
        {
            await PostAsync(row, face, streamed);
        }

        string.Join(", ", server.Upstream.Asked).ShouldBe(row.Asked);
        var states = server.Api.Router.Health.Snapshot().ToDictionary(status => status.Deployment);
        string.Join(
                ", ",
                ErrorServer.Keys.Where(key => states[key].State is DeploymentState.CoolingDown)
            )
            .ShouldBe(row.CoolsDown);
        if (row.Seconds is { } seconds)
        {
            (
                states["one"].Until!.Value - TimeProvider.System.GetUtcNow()
            ).TotalSeconds.ShouldBeInRange(seconds - 60, seconds * 1.2);
        }

        var record = await server.Api.LastRecordAsync();
        record.Attempts[0].Deployment.ShouldBe("one");
        record.Attempts[0].FailureKind.ShouldBe(row.Kind);
        record.Attempts.Count.ShouldBe(server.Upstream.Asked.Count);
        record.Outcome.ShouldBe(
            row.Error is null ? RoundTripOutcome.Answered : RoundTripOutcome.Failed
        );
        await server.RenewAsync(row);
    }

    [Theory]
    [MemberData(nameof(Uncooled))]
    public async Task Fail_ForTwoCallers_OpensTheCircuitIfTheTableSaysSo(string name, bool streamed)
    {
        var row = ErrorTable.Rows.First(row => row.Name == name);
        await server.PrepareAsync(row);
        foreach (var question in new[] { "Hi", "Ho" })
        {
            await Record.ExceptionAsync(() =>
                streamed
                    ? server.Api.Router.GetStreamingResponseAsync(question).ToChatResponseAsync()
                    : server.Api.Router.GetResponseAsync(question)
            );
        }

        var state = server.Api.Router.Health.Of("one").State;
        state.ShouldBe(row.Counts ? DeploymentState.CircuitOpen : DeploymentState.Available);
    }

    private async Task AskAsync(ErrorRow row, bool streamed)
    {
        var asked = async () =>
            streamed
                ? (
                    await server.Api.Router.GetStreamingResponseAsync("Hi").ToChatResponseAsync()
                ).Text
                : (await server.Api.Router.GetResponseAsync("Hi")).Text;
        if (row.Error is not { } error)
        {
            (await asked()).ShouldBe(row.Asked.Split(", ")[^1]);
            return;
        }

        var thrown = await Should.ThrowAsync<RouterException>(asked);
        thrown.Code.ShouldBe(
            error.Code switch
            {
                "content_filter" => RouterErrorCode.ContentFiltered,
                "context_length_exceeded" => RouterErrorCode.ContextTooLong,
                _ => RouterErrorCode.InvalidRequest,
            }
        );
        if (thrown.Code is RouterErrorCode.InvalidRequest)
        {
            thrown.ProviderError!.Parameter.ShouldBe(error.Param);
            thrown.Message.ShouldContain(error.Message);
        }
    }

    private async Task PostAsync(ErrorRow row, string face, bool streamed)
    {
        using var response = await server.Api.PostAsync(face, Body(face, streamed));
        var text = await response.Content.ReadAsStringAsync();
        if (row.Error is not { } error)
        {
            ((int)response.StatusCode).ShouldBe(200, text);
            text.ShouldContain(row.Asked.Split(", ")[^1]);
            text.ShouldNotContain("half an ans");
            return;
        }

        // A content rule that ends an answer has a word of its own on some faces.
        if ((int)response.StatusCode == 200 && row.Fault.Finish is not null)
        {
            (
                text.Contains("refusal", StringComparison.Ordinal)
                || text.Contains("content_filter", StringComparison.Ordinal)
            ).ShouldBeTrue(text);
            return;
        }

        if (error.Code == "context_length_exceeded" && face == Responses && streamed)
        {
            // Codex acts on the event and not on the status.
            text.ShouldContain("response.failed");
            text.ShouldContain(error.Code);
            text.ShouldContain(error.Message);
            return;
        }

        ((int)response.StatusCode).ShouldBe(error.Status, text);
        using var json = JsonDocument.Parse(text);
        var told = json.RootElement.GetProperty("error");
        if (face == Messages)
        {
            told.GetProperty("type").GetString().ShouldBe("invalid_request_error");
            told.GetProperty("message")
                .GetString()!
                .ShouldContain(error.AnthropicMessage ?? error.Message);
            return;
        }

        told.GetProperty("type").GetString().ShouldBe(error.Type);
        told.GetProperty("code").GetString().ShouldBe(error.Code);
        told.GetProperty("param").GetString().ShouldBe(error.Param);
        told.GetProperty("message").GetString()!.ShouldContain(error.Message);
    }

    private static string Body(string face, bool streamed)
    {
        var stream = streamed ? "true" : "false";
        return face switch
        {
            Responses => $$"""{"model":"writer","input":"Hi","stream":{{stream}}}""",
            Messages =>
                $$"""{"model":"writer","max_tokens":100,"messages":[{"role":"user","content":"Hi"}],"stream":{{stream}}}""",
            _ =>
                $$"""{"model":"writer","messages":[{"role":"user","content":"Hi"}],"stream":{{stream}}}""",
        };
    }
}
