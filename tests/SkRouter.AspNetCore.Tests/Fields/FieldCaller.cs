using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Sends a request with one field through its face and reads what became of it.</summary>
internal static class FieldCaller
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["chat-completions"] = "/v1/chat/completions",
        ["responses"] = "/v1/responses",
        ["messages"] = "/v1/messages",
    };

    /// <summary>Sends the row's field.</summary>
    public static Task<FieldOutcome> AskAsync(FieldServer server, FieldRow row, bool streamed) =>
        row.Face switch
        {
            LibraryFields.ClientFace => ClientCaller.AskAsync(server, row.Field, streamed),
            LibraryFields.KernelFace => KernelCaller.AskAsync(server, row.Field, streamed),
            _ => PostAsync(server, row.Face, row.Send!, streamed),
        };

    /// <summary>Sends the same request without the field.</summary>
    public static Task<FieldOutcome> AskWithoutAsync(
        FieldServer server,
        FieldRow row,
        bool streamed
    ) =>
        row.Face switch
        {
            LibraryFields.ClientFace => ClientCaller.AskAsync(
                server,
                row.Plain?.GetValue<string>(),
                streamed
            ),
            LibraryFields.KernelFace => KernelCaller.AskAsync(
                server,
                row.Plain?.GetValue<string>(),
                streamed
            ),
            _ => PostAsync(server, row.Face, row.Plain as JsonObject ?? [], streamed),
        };

    private static async Task<FieldOutcome> PostAsync(
        FieldServer server,
        string face,
        JsonObject send,
        bool streamed
    )
    {
        var body = FieldTable.BaseOf(face);
        JsonSubset.Merge(body, send);
        var headers = new List<(string, string)>();
        if (body["#header"] is JsonObject given && body.Remove("#header"))
        {
            headers.AddRange(
                given.Select(header => (header.Key, header.Value!.GetValue<string>()))
            );
        }

        if (streamed)
        {
            body["stream"] = true;
        }

        server.Upstream.Forget();
        using var response = await server.Api.PostAsync(
            Paths[face],
            body.ToJsonString(),
            [.. headers]
        );
        var text = await response.Content.ReadAsStringAsync();
        var ignored = response.Headers.TryGetValues("x-skrouter-ignored", out var names)
            ? string.Join(", ", names).Split(", ", StringSplitOptions.RemoveEmptyEntries)
            : [];
        return new(response.StatusCode, text, ignored, server.Upstream.Sent);
    }
}
