namespace SkRouter.Agents;

/// <summary>Where in a file something stands.</summary>
/// <param name="File">Name of the file, without its folder.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
public readonly record struct DefinitionPlace(string File, long Line, long Column)
{
    /// <summary>The place as compilers write it, e.g. <c>coder.yaml(3,7)</c>.</summary>
    public override string ToString() =>
        Line > 0 ? FormattableString.Invariant($"{File}({Line},{Column})") : File;
}
