namespace SkRouter.Cli.Tests.Route;

public sealed class RouteCommandTests
{
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("word", 1_000));

    private const string Configuration = """
        {
          "SkRouter": {
            "Deployments": {
              "tiny": { "Model": "tiny-1", "Price": { "Input": 0, "Output": 2 }, "ContextWindow": 50, "Capabilities": "None" },
              "large": { "Model": "large-1", "Price": { "Input": 0, "Output": 20 }, "ContextWindow": 100000, "Capabilities": "Tools" }
            },
            "Roles": {
              "coder": { "Policy": "CheapestAdequate(0.01)" },
              "small": { "Prefer": [ "tiny" ] }
            }
          }
        }
        """;

    [Fact]
    public void Route_NoConfiguration_DecidesByTheExampleAndSaysSo()
    {
        var run = CommandRun.Of("route", "--role", "coder", "Fix this bug");

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("built-in example");
        run.Output.ShouldContain("policy CheapestAdequate(0.85)");
        run.Output.ShouldContain("Left out:      economy: below the floor");
        run.Output.ShouldContain("Nobody was asked");
        run.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public void Route_HardTask_SaysWhyInWords()
    {
        var run = CommandRun.Of("route", "Prove that there are infinitely many primes");

        run.Output.ShouldContain("In words:      ");
        run.Output.ShouldContain("a cheap model is enough for such tasks in about ");
        run.Output.ShouldContain("\"Prove\" harder (+0.");
    }

    [Fact]
    public void Route_Json_PrintsEveryNumberOfTheDecisionAndNothingElse()
    {
        using var file = new TemporaryFile(Configuration);

        var json = CommandRun
            .Of("route", "--role", "coder", "--config", file.Name, "--json", "Say hello")
            .Json();

        json.GetProperty("configuration").GetString().ShouldBe(file.Name);
        json.GetProperty("policyNumbers")[0].GetDouble().ShouldBe(0.01);
        var candidates = json.GetProperty("candidates").EnumerateArray().ToArray();
        candidates
            .Select(place => place.GetProperty("deployment").GetString())
            .ShouldBe(["tiny", "large"]);
        // The usual 400 tokens out, at 2 USD a million.
        candidates[0].GetProperty("expectedCostUsd").GetDecimal().ShouldBe(0.0008m);
        candidates[1]
            .GetProperty("success")
            .GetDouble()
            .ShouldBeGreaterThan(candidates[0].GetProperty("success").GetDouble());
        json.GetProperty("chosen").GetProperty("deployment").GetString().ShouldBe("tiny");
    }

    [Fact]
    public void Route_ToolsOnOffer_LeavesOutWhoCannotCallThem()
    {
        using var file = new TemporaryFile(Configuration);

        var json = CommandRun
            .Of("route", "--role", "coder", "--config", file.Name, "--tools", "3", "--json", "Hi")
            .Json();

        json.GetProperty("chosen").GetProperty("deployment").GetString().ShouldBe("large");
        var exclusion = json.GetProperty("exclusions").EnumerateArray().ShouldHaveSingleItem();
        exclusion.GetProperty("deployment").GetString().ShouldBe("tiny");
        exclusion.GetProperty("reason").GetString().ShouldBe("lacks Tools");
    }

    [Fact]
    public void Route_Instructions_CountAsInput()
    {
        static long Tokens(params string[] more) =>
            CommandRun
                .Of(["route", "--json", "Hi", .. more])
                .Json()
                .GetProperty("profile")
                .GetProperty("estimatedInputTokens")
                .GetInt64();

        Tokens("--system", Long).ShouldBeGreaterThan(Tokens() + 500);
    }

    [Fact]
    public void Route_NobodyFits_ShowsWhyAndFails()
    {
        using var file = new TemporaryFile(Configuration);

        var run = CommandRun.Of(["route", "--role", "small", "--config", file.Name, Long]);

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldContain("Left out:      tiny: window of 50 tokens");
        run.Output.ShouldContain("Chosen:        nobody");
        run.Error.ShouldContain("give the role a model with a larger window");
    }

    [Fact]
    public void Route_UnknownRole_NamesTheRolesThatThereAre()
    {
        var run = CommandRun.Of("route", "--role", "nobody", "Hi");

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("'nobody'");
        run.Error.ShouldContain("assistant, coder, planner, triage");
    }

    [Theory]
    [InlineData("{ \"SkRouter\": { \"Roles\": ", "cannot be read as JSON")]
    [InlineData("{ \"Other\": 1 }", "no section 'SkRouter'")]
    [InlineData(
        "{ \"SkRouter\": { \"Deployments\": { \"a\": { \"Price\": { \"Input\": 1, \"Output\": 1 } } }, \"Roles\": { \"r\": { \"Prefer\": [ \"b\" ], \"Policy\": \"Nonsense\" } } } }",
        "no model or deployment 'b'"
    )]
    [InlineData(
        "{ \"SkRouter\": { \"Deployments\": { \"a\": { \"Price\": { \"Input\": 1, \"Output\": 1 } } }, \"Roles\": { \"r\": { \"Policy\": \"Nonsense\" } } } }",
        "no policy 'Nonsense'"
    )]
    public void Route_WrongConfiguration_SaysWhatAndWhere(string text, string expected)
    {
        using var file = new TemporaryFile(text);

        var run = CommandRun.Of("route", "--config", file.Name, "Hi");

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("route", "--config", "no-such.json", "Hi")]
    [InlineData("models", "--config", "no-such.json", "--json")]
    public void AnyCommand_ConfigurationIsMissing_NamesTheFileAndTheOption(
        params string[] arguments
    )
    {
        var run = CommandRun.Of(arguments);

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("there is no file 'no-such.json'");
        run.Error.ShouldContain("--config");
    }

    [Theory]
    [InlineData("route")]
    [InlineData("route", "Hi", "--tools", "-1")]
    [InlineData("eval", "--policy", "Cascade")]
    public void AnyCommand_ArgumentsAreWrong_Fails(params string[] arguments) =>
        CommandRun.Of(arguments).ExitCode.ShouldNotBe(0);
}
