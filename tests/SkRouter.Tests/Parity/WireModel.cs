using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Tests.Parity;

/// <summary>A model behind OpenAI's chat completions: answers each turn with the next message of its script, streamed or whole, and keeps the requests.</summary>
internal sealed class WireModel(params string[] messages) : HttpMessageHandler
{
    public List<JsonNode> Requests { get; } = [];

    /// <summary>The finish reason of answers that call no tools, as JSON.</summary>
    public string FinishReason { get; init; } = "\"stop\"";

    public static string Text(string text) =>
        new JsonObject { ["role"] = "assistant", ["content"] = text }.ToJsonString();

    /// <summary>A message that calls tools. Members that are null are left out.</summary>
    public static string Calls(params (string? Id, string Name, string? Arguments)[] calls) =>
        new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray([.. calls.Select(ToolCall)]),
        }.ToJsonString();

    public HttpClient Client() => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken))!;
        var message = JsonNode.Parse(messages[Math.Min(Turn(body), messages.Length - 1)])!;
        Requests.Add(body);
        var streamed = body["stream"]?.GetValue<bool>() == true;
        var answer = streamed ? Streamed(message) : Whole(message);
        // A stream that cannot be wound back, as that of a socket.
        var content = new StreamContent(
            PipeReader.Create(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(answer))).AsStream()
        );
        content.Headers.ContentType = new(streamed ? "text/event-stream" : "application/json");
        return new(HttpStatusCode.OK) { Content = content };
    }

    private static int Turn(JsonNode request) =>
        request["messages"]!
            .AsArray()
            .Count(message => message!["role"]!.GetValue<string>() == "assistant");

    private static JsonObject ToolCall((string? Id, string Name, string? Arguments) call)
    {
        var function = new JsonObject { ["name"] = call.Name };
        if (call.Arguments is not null)
        {
            function["arguments"] = JsonNode.Parse(call.Arguments);
        }

        var tool = new JsonObject { ["type"] = "function", ["function"] = function };
        if (call.Id is not null)
        {
            tool["id"] = call.Id;
        }

        return tool;
    }

    private string Finish(JsonNode message) =>
        message["tool_calls"] is null ? FinishReason : "\"tool_calls\"";

    private string Whole(JsonNode message) =>
        "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"wire\","
        + $"\"choices\":[{{\"index\":0,\"message\":{message.ToJsonString()},\"finish_reason\":{Finish(message)}}}],"
        + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}";

    private string Streamed(JsonNode message)
    {
        var events = new StringBuilder();
        Event(events, """{"role":"assistant","content":""}""");
        foreach (var piece in Halves(message["content"]?.GetValue<string>()))
        {
            Event(events, $$"""{"content":{{JsonSerializer.Serialize(piece)}}}""");
        }

        var index = 0;
        foreach (var call in message["tool_calls"]?.AsArray() ?? [])
        {
            var arguments = call!["function"]!["arguments"];
            call["index"] = index;
            if (arguments?.GetValueKind() is not JsonValueKind.String)
            {
                Event(events, $$"""{"tool_calls":[{{call.ToJsonString()}}]}""");
            }
            else
            {
                call["function"]!["arguments"] = "";
                Event(events, $$"""{"tool_calls":[{{call.ToJsonString()}}]}""");
                foreach (var piece in Halves(arguments.GetValue<string>()))
                {
                    Event(
                        events,
                        FormattableString.Invariant(
                            $$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":{{{JsonSerializer.Serialize(piece)}}}}}]}"""
                        )
                    );
                }
            }

            index++;
        }

        Event(events, "{}", Finish(message));
        return events.Append("data: [DONE]\n\n").ToString();
    }

    private static void Event(StringBuilder events, string delta, string finish = "null") =>
        events.Append(
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"wire\","
                + $"\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]}}\n\n"
        );

    private static IEnumerable<string> Halves(string? text) =>
        string.IsNullOrEmpty(text) ? []
        : text.Length == 1 ? [text]
        : [text[..(text.Length / 2)], text[(text.Length / 2)..]];
}
