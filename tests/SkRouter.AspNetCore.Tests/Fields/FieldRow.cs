using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Represents one field of one face: what a caller sends, and what becomes of it at each kind of deployment.</summary>
/// <param name="Face">The face: a protocol of the API, or one of the library's two.</param>
/// <param name="Field">The field's name.</param>
/// <param name="Send">What is merged into the face's plain request; null for the library's faces, where code sets the field.</param>
/// <param name="Plain">The same without the field (for the library's faces, the name of the row that does so); null for the face's plain request.</param>
/// <param name="To">By kind of deployment: <c>=</c>, <c>-</c>, <c>!</c>, <c>~</c>, or what arrives instead.</param>
public sealed record FieldRow(
    string Face,
    string Field,
    JsonObject? Send,
    JsonNode? Plain,
    JsonObject To
)
{
    /// <summary>Gets whether the field never changes an answer, so that it is left out and named even where settings are refused.</summary>
    public bool IsHint { get; init; }

    /// <summary>Gets whether the field is about streams only.</summary>
    public bool IsOfStream { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Face}: {Field}";
}
