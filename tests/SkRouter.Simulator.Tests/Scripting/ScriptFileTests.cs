using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Scripting;

public sealed class ScriptFileTests
{
    public static TheoryData<string> Examples =>
        [
            .. new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "scripts"))
                .GetFiles("*.json")
                .Select(f => f.Name),
        ];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Load_ExampleScript_CanBePlayed(string name)
    {
        var script = ScriptFile.Load(Path.Combine(AppContext.BaseDirectory, "scripts", name));

        await using var simulator = await SimulatorServer.StartAsync(script);

        simulator
            .Models.Select(model => model.Name)
            .ShouldBe(script.Models.Select(model => model.Name));
    }

    [Fact]
    public void Parse_LeftOutValues_AreTheDefaults()
    {
        var script = ScriptFile.Parse(
            """{"models":[{"name":"a","faults":[{"requests":3,"fault":{"kind":"cut"}}]}]}"""
        );

        script.Models[0].ContextWindow.ShouldBe(ModelScript.DefaultContextWindow);
        script.Models[0].Rules.ShouldBeEmpty();
        script.Models[0].Faults[0].Requests.ShouldBe("3");
        script.Models[0].Faults[0].Fault.Share.ShouldBe(Fault.DefaultShare);
    }

    [Theory]
    [InlineData("{\n\"models\": [\n}", 3, "$", "not JSON")]
    [InlineData(
        "{\n\"models\": [\n{\"name\": \"a\",\n\"nmae\": 1}]}",
        4,
        "$.models[0].nmae",
        "known are name"
    )]
    [InlineData("{\n\"models\": []}", 2, "$.models", "at least one")]
    [InlineData(
        "{\"models\": [{\"name\": \"a\"},\n{\"name\": \"a\"}]}",
        2,
        "$.models[1].name",
        "two models"
    )]
    [InlineData("{\"models\": [\n{\"name\": 3}]}", 2, "$.models[0].name", "could not be converted")]
    [InlineData("{\"models\": [\n{}]}", 2, "$.models[0]", "name")]
    [InlineData(
        "{\"models\": [{\"name\":\"a\", \"faults\": [\n{\"fault\": {\"kind\": \"x\"}}]}]}",
        2,
        "$.models[0].faults[0].fault.kind",
        "slowFirstToken"
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\", \"faults\": [\n{\"requests\": \"4-2\", \"fault\": {\"kind\": \"reset\"}}]}]}",
        2,
        "$.models[0].faults[0].requests",
        "every 3"
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\", \"faults\": [\n{\"fault\": {\"kind\": \"status\", \"status\": 200}}]}]}",
        2,
        "$.models[0].faults[0].fault.status",
        "400 to 599"
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\", \"faults\": [\n{\"fault\": {\"kind\": \"slowFirstToken\"}}]}]}",
        2,
        "$.models[0].faults[0].fault.delayMs",
        "delayMs"
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\"}], \"rules\": [\n{\"when\": {\"user\": \"(\"}, \"answer\": {\"text\": \"x\"}}]}",
        2,
        "$.rules[0].when.user",
        "regular expression"
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\"}], \"rules\": [\n{}]}",
        2,
        "$.rules[0]",
        "\"answer\""
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\"}], \"rules\": [\n{\"answer\": {\"text\": \"{{nobody}}\"}}]}",
        2,
        "$.rules[0].answer.text",
        "known are user"
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\"}], \"rules\": [\n{\"answer\": {\"toolCalls\": [\n{\"name\": \"t\", \"arguments\": {\"a\": [\"{{b}}\"]}}]}}]}",
        3,
        "$.rules[0].answer.toolCalls[0].arguments.a[0]",
        "{{b}}"
    )]
    [InlineData(
        "{\"models\": [{\"name\":\"a\"}], \"rules\": [\n{\"answer\": {\"classifyLines\": {\"from\": \"mars\", \"labels\": [{\"pattern\":\"a\",\"label\":\"b\"}]}}}]}",
        2,
        "$.rules[0].answer.classifyLines.from",
        "toolResult"
    )]
    public void Parse_Mistake_IsLocatedAndExplained(string json, int line, string path, string hint)
    {
        var problem = Should
            .Throw<SimulatorScriptException>(() => ScriptFile.Parse(json))
            .Problems.ShouldHaveSingleItem();

        problem.Path.ShouldBe(path);
        problem.Line.ShouldBe(line);
        problem.Message.ShouldContain(hint);
    }

    [Fact]
    public void Parse_SeveralMistakes_AreAllReported()
    {
        const string Json = """
            {
              "models": [{ "name": "a", "jitter": 2, "contextWindow": 0 }],
              "rules": [{ "when": { "requests": "often" }, "answer": { "text": "{{x}}" } }]
            }
            """;

        var error = Should.Throw<SimulatorScriptException>(() => ScriptFile.Parse(Json));

        error.Problems.Select(problem => problem.Line).ShouldBe([2, 2, 3, 3]);
        error.Message.ShouldContain("4 mistake(s)");
    }

    [Fact]
    public async Task Start_WrongScriptInCode_ThrowsBeforeItListens() =>
        await Should.ThrowAsync<SimulatorScriptException>(() =>
            SimulatorServer.StartAsync(s =>
                s.Model("gpt", m => m.Fault("never", Fault.WithStatus(503)))
            )
        );
}
