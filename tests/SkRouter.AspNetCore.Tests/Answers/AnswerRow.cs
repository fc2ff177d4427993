using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Represents one member or kind of content of a provider's answer, and what becomes of it at each face.</summary>
/// <param name="Provider">The protocol that the provider speaks.</param>
/// <param name="Field">The member's name.</param>
/// <param name="Answer">What is merged into the protocol's plain answer.</param>
/// <param name="Ask">By face: what is merged into its plain request.</param>
/// <param name="Stream">The events of the streamed form; null to make them of the whole answer.</param>
/// <param name="To">By face: <c>=</c>, <c>-name</c>, <c>~</c>, or what the client receives instead.</param>
public sealed record AnswerRow(
    string Provider,
    string Field,
    JsonObject Answer,
    JsonObject? Ask,
    JsonArray? Stream,
    JsonObject To
)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Provider}: {Field}";
}
