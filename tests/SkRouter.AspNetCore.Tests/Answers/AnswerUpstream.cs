using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>A provider that gives one answer, plain or streamed as it was asked.</summary>
internal sealed class AnswerUpstream : HttpMessageHandler
{
    /// <summary>Gets or sets the row whose answer is given.</summary>
    public AnswerRow? Row { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var sent = JsonNode
            .Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!
            .AsObject();
        var streamed =
            sent["stream"]?.GetValue<bool>() is true
            || request.RequestUri!.AbsolutePath.EndsWith(
                ":streamGenerateContent",
                StringComparison.Ordinal
            );
        var answer = AnswerTable.AnswerOf(Row!);
        return new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                streamed ? Events(Row!, answer) : answer.ToJsonString(),
                Encoding.UTF8,
                streamed ? "text/event-stream" : "application/json"
            ),
        };
    }

    private static string Events(AnswerRow row, JsonObject answer)
    {
        var events =
            row.Stream?.Select(item => item!.AsObject())
            ?? StreamedForm.Of(row.Provider, answer).ToList();
        var text = new StringBuilder();
        foreach (var item in events)
        {
            text.Append("data: ").Append(item.ToJsonString()).Append("\n\n");
        }

        return text.Append(row.Provider == "chat-completions" ? "data: [DONE]\n\n" : "").ToString();
    }
}
