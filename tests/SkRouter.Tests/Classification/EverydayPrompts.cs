namespace SkRouter.Tests.Classification;

/// <summary>One line of <c>everyday-prompts.txt</c>.</summary>
internal sealed record EverydayPrompts(string Language, string Kind, string Text)
{
    internal static IEnumerable<EverydayPrompts> Read()
    {
        using var stream = typeof(EverydayPrompts).Assembly.GetManifestResourceStream(
            "everyday-prompts.txt"
        )!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var parts = line.Split(" | ");
                yield return new(parts[0], parts[1], parts[2]);
            }
        }
    }
}
