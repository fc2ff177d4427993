using System.Net;
using System.Text;
using System.Text.Json;

namespace SkRouter.Simulator.Tests.Protocols;

/// <summary>Bare requests in every protocol.</summary>
internal static class Wire
{
    public const string Chat = "chat.completions";
    public const string Responses = "responses";
    public const string Messages = "messages";
    public const string Gemini = "generateContent";

    public static readonly string[] Protocols = [Chat, Responses, Messages, Gemini];

    public static string Path(string protocol, bool stream = false, string model = "m") =>
        protocol switch
        {
            Chat => "/v1/chat/completions",
            Responses => "/v1/responses",
            Messages => "/v1/messages",
            _ => $"/v1beta/models/{model}:{(stream ? "streamGenerateContent" : Gemini)}",
        };

    public static string Body(string protocol, bool stream = false, string model = "m")
    {
        var streams = stream ? "true" : "false";
        return protocol switch
        {
            Chat =>
                $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}],"stream_options":{"include_usage":true},"stream":{{streams}} }""",
            Responses => $$"""{"model":"{{model}}","input":"hello","stream":{{streams}} }""",
            Messages =>
                $$"""{"model":"{{model}}","max_tokens":4096,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"hello"}],"stream":{{streams}} }""",
            _ =>
                """{"contents":[{"role":"user","parts":[{"text":"hello"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":true}}}""",
        };
    }

    public static async Task<(HttpStatusCode Status, string Body)> PostAsync(
        this SimulatorServer simulator,
        string path,
        string body
    )
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(simulator.Endpoint, path), content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static async Task<(HttpStatusCode Status, string Body)> AskAsync(
        this SimulatorServer simulator,
        string protocol,
        bool stream = false
    ) => await simulator.PostAsync(Path(protocol, stream), Body(protocol, stream));

    /// <summary>The events of a stream that are JSON.</summary>
    public static List<JsonElement> Events(string stream) =>
        [
            .. stream
                .Split('\n')
                .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                .Select(line => JsonElement.Parse(line[6..])),
        ];
}
