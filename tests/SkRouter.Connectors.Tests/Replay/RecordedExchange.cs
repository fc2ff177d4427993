using System.Text.Json;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>One request and its answer as they went over the wire.</summary>
internal sealed record RecordedExchange(
    string Provider,
    string Conversation,
    int Index,
    string Method,
    string Path,
    JsonElement Request,
    int Status,
    JsonElement Response,
    string ContentType
)
{
    public bool IsStream => Response.ValueKind == JsonValueKind.String;

    public string Body => IsStream ? Response.GetString()! : Response.GetRawText();

    public override string ToString() => $"{Provider} {Conversation} [{Index}] {Path}";
}
