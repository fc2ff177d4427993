namespace SkRouter.Agents.Tests;

public class AgentFilesTests
{
    private const string Team = """
        kind: team
        name: desk
        description: Works.
        members: [coder, reviewer]
        shape: review-loop
        limits:
          rounds: 4
          roundTrips: 9
          minutes: 2.5
        """;

    private static string TeamOfOne =>
        Team.Replace("[coder, reviewer]", "[coder]", StringComparison.Ordinal)
            .Replace("review-loop", "sequential", StringComparison.Ordinal);

    [Fact]
    public void Read_RoleWithEverything_KeepsEverything()
    {
        using var folder = new AgentFolder(
            (
                "coder.yaml",
                """
                kind: role
                name: coder
                description: Writes code.
                instructions: |
                  Write the fix.
                  Keep it small.
                tools: [read_file, apply_patch]
                routing:
                  simple: [fast]
                  complex: [strong]
                  complexFrom: 0.6
                  fallBackTo: [reserve]
                  onContextTooLong: [long]
                  onContentFiltered: [open]
                  maxFallbacks: 2
                settings:
                  temperature: 0.5
                  topP: 0.9
                  maxOutputTokens: 1234
                """
            )
        );

        var role = folder.Read().Roles["CODER"];

        role.Name.ShouldBe("coder");
        role.Description.ShouldBe("Writes code.");
        role.Instructions.ShouldBe("Write the fix.\nKeep it small.");
        role.Tools.ShouldBe(["read_file", "apply_patch"]);
        role.Routing.Simple.ShouldBe(["fast"]);
        role.Routing.Complex.ShouldBe(["strong"]);
        role.Routing.ComplexFrom.ShouldBe(0.6);
        role.Routing.FallBackTo.ShouldBe(["reserve"]);
        role.Routing.OnContextTooLong.ShouldBe(["long"]);
        role.Routing.OnContentFiltered.ShouldBe(["open"]);
        role.Routing.MaxFallbacks.ShouldBe(2);
        role.Settings.ShouldBe(
            new()
            {
                Temperature = 0.5f,
                TopP = 0.9f,
                MaxOutputTokens = 1234,
            }
        );
        role.Place.ToString().ShouldBe("coder.yaml(1,1)");
    }

    [Fact]
    public void Read_Team_KeepsMembersShapeAndLimits()
    {
        using var folder = new AgentFolder(
            ("coder.yaml", AgentFolder.Role),
            (
                "reviewer.yml",
                AgentFolder.Role.Replace("name: coder", "name: reviewer", StringComparison.Ordinal)
            ),
            ("desk.yaml", Team)
        );

        var team = folder.Read().Teams["desk"];

        team.Members.ShouldBe(["coder", "reviewer"]);
        team.Shape.ShouldBe(TeamShape.ReviewLoop);
        team.Limits.ShouldBe(
            new()
            {
                Rounds = 4,
                RoundTrips = 9,
                Minutes = 2.5,
            }
        );
    }

    [Fact]
    public void Read_FaultsInSeveralFiles_ReportsAllOfThemAtOnce()
    {
        using var folder = new AgentFolder(
            ("a.yaml", "kind: role\nnam: a\ninstructions: x\nrouting: {prefer: [m]}\n"),
            (
                "b.yaml",
                "kind: role\nname: b\ninstructions: x\nrouting: {prefer: m}\nsettings: {temperature: hot}\n"
            ),
            ("c.yaml", "kind: [\n")
        );

        var exception = Should.Throw<AgentFileException>(() => folder.Read());

        exception
            .Faults.Select(fault => fault.Place.File)
            .ShouldBe(["a.yaml", "a.yaml", "b.yaml", "b.yaml", "c.yaml"]);
        foreach (var fault in exception.Faults)
        {
            exception.Message.ShouldContain(fault.ToString());
        }
    }

    [Fact]
    public void Read_FolderIsMissing_SaysSo()
    {
        var missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var fault = Should
            .Throw<AgentFileException>(() => AgentFiles.Read(missing))
            .Faults.ShouldHaveSingleItem();

        fault.Problem.ShouldBe("there is no such folder");
    }

    [Fact]
    public void Read_FolderIsEmpty_SaysSo()
    {
        using var folder = new AgentFolder(("readme.md", "nothing"));

        folder.Faults().ShouldHaveSingleItem().Problem.ShouldBe("it holds no .yaml file");
    }

    [Fact]
    public void Read_FileIsHuge_RefusesItUnread()
    {
        using var folder = new AgentFolder(("a.yaml", new string('#', 300 * 1024)));

        folder.Faults().ShouldHaveSingleItem().Problem.ShouldBe("it is larger than 256 KiB");
    }

    [Fact]
    public void Read_TwoRolesOfOneName_PointsAtTheSecond()
    {
        using var folder = new AgentFolder(
            ("a.yaml", AgentFolder.Role),
            ("b.yaml", AgentFolder.Role)
        );

        var fault = folder.Faults().ShouldHaveSingleItem();

        fault.Place.ShouldBe(new("b.yaml", 2, 7));
        fault.Problem.ShouldBe("there is another role 'coder'");
    }

    [Fact]
    public void Read_TwoTeamsOfOneName_PointsAtTheSecond()
    {
        var team = TeamOfOne;
        using var folder = new AgentFolder(
            ("coder.yaml", AgentFolder.Role),
            ("x.yaml", team),
            ("y.yaml", team)
        );

        var fault = folder.Faults().ShouldHaveSingleItem();

        fault.Place.ShouldBe(new("y.yaml", 1, 1));
        fault.Problem.ShouldBe("there is another team 'desk'");
    }

    [Fact]
    public void Read_TeamOfRoleThatHasFaults_BlamesOnlyTheRole()
    {
        using var folder = new AgentFolder(
            (
                "coder.yaml",
                AgentFolder.Role.Replace(
                    "temperature: 0",
                    "temperature: 9",
                    StringComparison.Ordinal
                )
            ),
            ("desk.yaml", TeamOfOne)
        );

        folder.Faults().ShouldHaveSingleItem().Place.ShouldBe(new("coder.yaml", 10, 16));
    }

    [Fact]
    public void Read_FilesOfTheRepository_HaveNoFault()
    {
        var agents = Path.Combine(AppContext.BaseDirectory, "agents");

        var definitions = AgentFiles.Read(agents);

        definitions.Teams["incident-desk"].Members.ShouldBeSubsetOf(definitions.Roles.Keys);
    }
}
