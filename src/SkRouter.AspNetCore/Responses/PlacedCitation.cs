using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents a source and the part of a message's text that cites it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlacedCitation(
    AIAnnotation Annotation,
    (int Start, int End) Part,
    bool IsMoved
)
{
    public void Write(Utf8JsonWriter json) => Citation.Write(json, Annotation, Part, IsMoved);
}
