using System.Reflection;
using System.Runtime.CompilerServices;

namespace SkRouter.Connectors.Tests;

/// <summary>The table of providers in the README is true and complete.</summary>
public sealed class ReadmeTests
{
    private const int NameColumn = 2;
    private const int VerbColumn = 3;
    private const int KeyColumn = 4;

    public static TheoryData<string> Providers { get; } =
    [.. KnownProviders.All.Select(provider => provider.Name)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Readme_EveryKnownProvider_HasARowWithItsKeyAndAVerbThatExists(string provider)
    {
        var row = Rows().Single(cells => cells[NameColumn] == $"`{provider}`");

        var known = KnownProviders.Get(provider);
        row[KeyColumn].ShouldStartWith(known.KeyVariable is { } key ? $"`{key}`" : "none");
        var verb = row[VerbColumn].Trim('`');
        foreach (
            var extensions in new[]
            {
                typeof(ConnectorsServiceCollectionExtensions),
                typeof(ConnectorsKernelBuilderExtensions),
            }
        )
        {
            extensions
                .GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Select(method => method.Name)
                .ShouldContain(verb);
        }
    }

    [Fact]
    public void Readme_EveryRow_IsAKnownProvider() =>
        Rows()
            .Select(cells => cells[NameColumn].Trim('`'))
            .ShouldBe(KnownProviders.All.Select(provider => provider.Name), ignoreOrder: true);

    private static IEnumerable<string[]> Rows() =>
        File.ReadLines(Readme())
            .SkipWhile(line => !line.StartsWith("| provider | name |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries));

    private static string Readme([CallerFilePath] string here = "") =>
        Path.Combine(
            Path.GetDirectoryName(here)!,
            "..",
            "..",
            "src",
            "SkRouter.Connectors",
            "README.md"
        );
}
