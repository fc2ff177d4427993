using SkRouter.Cli.Tests.Route;

namespace SkRouter.Cli.Tests.Catalogue;

public sealed class ModelsCommandTests
{
    [Fact]
    public void Models_Table_ListsPriceWindowCapabilitiesAndAbility()
    {
        var run = CommandRun.Of("models");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("built-in example");
        var premium = run
            .Output.Split('\n')
            .Single(line => line.Contains("premium-1", StringComparison.Ordinal));
        premium.ShouldContain("15");
        premium.ShouldContain("1,000,000");
        premium.ShouldContain("Tools, Vision, JsonSchema, Reasoning");
        premium.ShouldContain("0.84 +-0.71");
    }

    [Fact]
    public void Models_Json_SaysWhereAnAbilityIsKnownFrom()
    {
        using var file = new TemporaryFile(
            """
            {
              "SkRouter": {
                "Deployments": {
                  "a": { "Price": { "Input": 1, "Output": 6 } },
                  "b": { "Price": { "Input": 1, "Output": 6 }, "Ability": 1.5 },
                  "c": { "Price": { "Input": 0, "Output": 0 } }
                }
              }
            }
            """
        );

        var entries = CommandRun
            .Of("models", "--config", file.Name, "--json")
            .Json()
            .GetProperty("deployments")
            .EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("deployment").GetString()!);

        entries["a"].GetProperty("abilityFrom").GetString().ShouldBe("price");
        entries["a"].GetProperty("abilityMean").GetDouble().ShouldBe(0.26 * Math.Log(10), 1e-9);
        entries["b"].GetProperty("abilityFrom").GetString().ShouldBe("stated");
        entries["b"].GetProperty("abilityMean").GetDouble().ShouldBe(1.5);
        entries["c"].GetProperty("abilityFrom").GetString().ShouldBe("nothing");
    }
}
