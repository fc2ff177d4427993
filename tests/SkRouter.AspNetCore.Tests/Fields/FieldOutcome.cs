using System.Net;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Represents what became of one request.</summary>
internal sealed record FieldOutcome(
    HttpStatusCode Status,
    string Body,
    IReadOnlyList<string> Ignored,
    JsonObject? Sent
);
