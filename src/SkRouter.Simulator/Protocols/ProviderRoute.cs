using Microsoft.AspNetCore.Http;
using SkRouter.Simulator.Protocols.ChatCompletions;
using SkRouter.Simulator.Protocols.GenerateContent;
using SkRouter.Simulator.Protocols.Messages;
using SkRouter.Simulator.Protocols.Responses;

namespace SkRouter.Simulator.Protocols;

/// <summary>What the address of a request asks for. Whatever stands before the last words of a path is a base address.</summary>
/// <param name="Protocol">How it wants to be answered.</param>
/// <param name="Asks">Whether it asks a model.</param>
/// <param name="Target">What it says outside of the body.</param>
internal sealed record ProviderRoute(IProviderProtocol Protocol, bool Asks, RequestTarget Target)
{
    private const string Generate = ":generateContent";
    private const string StreamGenerate = ":streamGenerateContent";
    private const string Models = "/models/";

    private static readonly ChatCompletionsProtocol Chat = new(ChatDialect.Lenient);
    private static readonly (string End, IProviderProtocol Protocol)[] Ends =
    [
        ("/chat/completions", Chat),
        ("/responses", new ResponsesProtocol()),
        ("/messages", new MessagesProtocol()),
    ];
    private static readonly GenerateContentProtocol Gemini = new();

    public static ProviderRoute Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var posts = HttpMethods.IsPost(request.Method);
        foreach (var (end, protocol) in Ends)
        {
            if (path.EndsWith(end, StringComparison.Ordinal))
            {
                return new(protocol, posts, new(null, Streamed: false, request.Headers));
            }
        }

        var streams = path.EndsWith(StreamGenerate, StringComparison.Ordinal);
        return streams || path.EndsWith(Generate, StringComparison.Ordinal)
            ? new(Gemini, posts, new(ModelOf(path), streams, request.Headers))
            : new(Chat, Asks: false, new(null, Streamed: false, request.Headers));
    }

    private static string ModelOf(string path)
    {
        var start = path.LastIndexOf(Models, StringComparison.Ordinal);
        return path[(start < 0 ? 1 : start + Models.Length)..path.LastIndexOf(':')];
    }
}
