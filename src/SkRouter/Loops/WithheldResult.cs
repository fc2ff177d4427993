namespace SkRouter.Loops;

/// <summary>What a model reads that calls a tool which it was not offered, because it went in circles with it.</summary>
internal static class WithheldResult
{
    private const string End =
        "cannot be used for now: it was called again and again without anything new. Go on with what you know.";

    public static string For(string function) => $"Error: '{function}' {End}";

    /// <summary>Such a result is no news, however different it is from what the tool itself said.</summary>
    public static bool Is(object? result) =>
        result is string text && text.EndsWith(End, StringComparison.Ordinal);
}
