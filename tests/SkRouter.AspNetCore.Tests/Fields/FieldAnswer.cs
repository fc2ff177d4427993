namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Represents an answer that is asked for by its type.</summary>
public sealed record FieldAnswer(int A);
