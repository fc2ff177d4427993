using System.Text;
using SkRouter.Simulator.Scripting;
using SkRouter.Simulator.Tests.Clients;

namespace SkRouter.Simulator.Tests.Answering;

public sealed class RuleTests
{
    [Fact]
    public async Task ClassifyLines_OneOutputLinePerInputLine_FirstPatternWins()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.Answer(
                        new Answer
                        {
                            ClassifyLines = new()
                            {
                                Line = @"^(?<n>\d+)\| (?<line>.*)$",
                                Labels =
                                [
                                    new() { Pattern = "ERROR.*timeout", Label = "timeout" },
                                    new() { Pattern = "ERROR", Label = "error" },
                                ],
                                Default = "noise",
                            },
                        }
                    )
            )
        );

        await simulator.PostAsync(
            Kernels.Body(
                "Classify these:\\n17| ERROR db timeout\\n18| INFO ok\\n19| ERROR boom\\n\\nThanks"
            )
        );

        simulator.Model("gpt").Requests[0].Text.ShouldBe("17: timeout\n18: noise\n19: error");
    }

    [Fact]
    public async Task ClassifyLines_WithoutALinePattern_NumbersAllLinesAndKeepsUnknownSlots()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.Answer(
                        new Answer
                        {
                            ClassifyLines = new()
                            {
                                Labels = [new() { Pattern = "b", Label = "B" }],
                                Format = """{"n":{n},"is":"{label}","of":"{line}","{other}":1}""",
                                Separator = ",",
                                Prefix = "[",
                                Suffix = "]",
                            },
                        }
                    )
            )
        );

        await simulator.PostAsync(Kernels.Body("a\\n\\nb"));

        simulator
            .Model("gpt")
            .Requests[0]
            .Text.ShouldBe(
                """[{"n":1,"is":"other","of":"a","{other}":1},{"n":2,"is":"B","of":"b","{other}":1}]"""
            );
    }

    [Theory]
    [InlineData(
        """{"role":"system","content":"You are the reviewer"},{"role":"user","content":"x"}""",
        "by system"
    )]
    [InlineData("""{"role":"user","content":"order 42"}""", "order 42 of 42")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"order 7"}]}""", "order 7 of 7")]
    [InlineData(
        """{"role":"user","content":"order"},{"role":"assistant","content":"x"}""",
        "after the assistant"
    )]
    [InlineData("""{"role":"user","content":"by code"}""", "predicate")]
    [InlineData("""{"role":"user","content":"else"}""", "Echo from gpt: else")]
    public async Task Conditions_FirstRuleThatHolds_Answers(string messages, string expected)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.When(new() { System = "reviewer" }, Answer.Say("by system"))
                        .When(new() { User = @"order (?<n>\d+)" }, Answer.Say("{{0}} of {{n}}"))
                        .When(new() { LastRole = "assistant" }, Answer.Say("after the assistant"))
                        .When(
                            new() { Predicate = request => request.User == "by code" },
                            Answer.Say("predicate")
                        )
            )
        );
        var body = $$"""{"model":"gpt","messages":[{{messages}}]}""";

        await simulator.PostAsync(new StringContent(body, Encoding.UTF8, "application/json"));

        simulator.Model("gpt").Requests[0].Text.ShouldBe(expected);
    }

    [Fact]
    public async Task ToolResults_SinceTheLastUserMessage_AreCounted()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.When(new() { ToolResults = "0" }, Answer.Say("none"))
                        .When(
                            new() { ToolResults = "1", ToolResult = "(?<last>b)" },
                            Answer.Say("one, {{last}}")
                        )
                        .When(new() { ToolResults = "2-" }, Answer.Say("many"))
            )
        );
        const string Old =
            """{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"1"}]},{"role":"tool","tool_call_id":"1","content":"a"},{"role":"user","content":"r"}""";
        const string New =
            """{"role":"assistant","tool_calls":[{"id":"2"}]},{"role":"tool","tool_call_id":"2","content":"b"}""";

        foreach (var messages in new[] { Old, $"{Old},{New}", $"{Old},{New},{New}" })
        {
            await simulator.PostAsync(
                new StringContent(
                    $$"""{"model":"gpt","messages":[{{messages}}]}""",
                    Encoding.UTF8,
                    "application/json"
                )
            );
        }

        simulator
            .Model("gpt")
            .Requests.Select(request => request.Text)
            .ShouldBe(["none", "one, b", "many"]);
    }

    [Fact]
    public async Task ScriptRules_AreTriedAfterTheModelsOwn()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.When(new() { User = "a" }, Answer.Say("own")))
                .Model("b")
                .When(null, Answer.Say("shared"))
        );

        await simulator.PostAsync(Kernels.Body("a"));
        await simulator.PostAsync(Kernels.Body("x"));
        await simulator.PostAsync(Kernels.Body("a", model: "b"));

        simulator.Model("gpt").Requests.Select(request => request.Text).ShouldBe(["own", "shared"]);
        simulator.Model("b").Requests[0].Text.ShouldBe("shared");
    }

    [Fact]
    public async Task Arguments_WithTemplates_AreEscapedAsJson()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.When(
                        new() { User = "(?s)say (?<it>.+)" },
                        Answer.Call("say", """{"it":"<{{it}}>","n":[1,"{{model}}"]}""")
                    )
            )
        );

        await simulator.PostAsync(Kernels.Body("say \\\"a\\\"\\nb"));

        simulator
            .Model("gpt")
            .Requests[0]
            .ToolCalls.Single()
            .Arguments.ShouldBe("""{"it":"<\"a\"\nb>","n":[1,"gpt"]}""");
    }
}
