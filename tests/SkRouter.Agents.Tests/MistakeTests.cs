namespace SkRouter.Agents.Tests;

public class MistakeTests
{
    public static TheoryData<string, int, int, string, string> All => Mistakes.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Read_OneMistake_NamesPlaceProblemAndFix(
        string text,
        int line,
        int column,
        string problem,
        string fix
    )
    {
        using var folder = new AgentFolder(
            ("a.yaml", text),
            (
                "role.yaml",
                AgentFolder.Role.Replace("name: coder", Other(text), StringComparison.Ordinal)
            )
        );

        var fault = folder.Faults().ShouldHaveSingleItem();

        fault.Place.ShouldBe(new("a.yaml", line, column), fault.ToString());
        fault.Problem.ShouldContain(problem);
        fault.Fix.ShouldContain(fix);
    }

    // A team needs the role that it names; a role file must not meet another of its name.
    private static string Other(string text) =>
        text.Contains("kind: team", StringComparison.Ordinal) ? "name: coder" : "name: other";
}
