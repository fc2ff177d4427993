using System.Xml.Linq;

namespace SkRouter.Architecture.References;

public sealed class ProjectReferenceTests
{
    [Fact]
    public void SourceProjects_ReferencesOfAll_StandInTheTable()
    {
        var projects = Repository.Projects("src");
        var references = projects.SelectMany(References).ToList();

        // The connectors and the command line reference the library: were none found, the scan would be broken.
        references.ShouldNotBeEmpty();
        references
            .Select(reference =>
                (
                    reference,
                    Reason: ReferenceRules.WhyNot(
                        reference.From,
                        reference.To,
                        reference.ToIsSource
                    )
                )
            )
            .Where(found => found.Reason is not null)
            .Select(found => $"{found.reference.From} -> {found.reference.To}: {found.Reason}")
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SkRouter", "SkRouter.Simulator")]
    [InlineData("SkRouter.Simulator", "SkRouter")]
    [InlineData("SkRouter.Agents", "SkRouter.Connectors")]
    [InlineData("SkRouter.Ledger.Sqlite", "SkRouter.Ledger.Postgres")]
    [InlineData("SkRouter.Unheard", "SkRouter")]
    public void WhyNot_ReferenceOutsideTheTable_GivesReason(string from, string to) =>
        ReferenceRules.WhyNot(from, to, toIsSource: true).ShouldNotBeNull();

    [Theory]
    [InlineData("SkRouter.Cli", "SkRouter.Simulator")]
    [InlineData("SkRouter.AspNetCore", "SkRouter")]
    [InlineData("SkRouter.State.Redis", "SkRouter")]
    public void WhyNot_ReferenceInTheTable_IsNull(string from, string to) =>
        ReferenceRules.WhyNot(from, to, toIsSource: true).ShouldBeNull();

    private static IEnumerable<(string From, string To, bool ToIsSource)> References(string project)
    {
        var source = Path.Combine(Repository.Root, "src") + Path.DirectorySeparatorChar;
        foreach (var element in XDocument.Load(project).Descendants("ProjectReference"))
        {
            var include = element.Attribute("Include")!.Value.Replace('\\', '/');
            var target = Path.GetFullPath(include, Path.GetDirectoryName(project)!);
            yield return (
                Repository.NameOf(project),
                Repository.NameOf(target),
                target.StartsWith(source, StringComparison.Ordinal)
            );
        }
    }
}
