using Microsoft.SemanticKernel;

namespace SkRouter.Tests.Parity;

/// <summary>Calls that real servers write and that SDKs stumble over: without arguments, without ids, with arguments that are not JSON.</summary>
public sealed class UnusualCallTests
{
    public static TheoryData<Backend, bool, string?> WithoutArguments()
    {
        var cases = new TheoryData<Backend, bool, string?>();
        foreach (var backend in Enum.GetValues<Backend>())
        {
            foreach (var streamed in new[] { false, true })
            {
                foreach (var arguments in new[] { "\"{}\"", "\"\"", "\"null\"", "null", null })
                {
                    cases.Add(backend, streamed, arguments);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(WithoutArguments))]
    public async Task Call_WithoutArguments_IsACall(
        Backend backend,
        bool streamed,
        string? arguments
    )
    {
        var (run, model) = await RunAsync(backend, streamed, ("call_1", "now", arguments));

        run.Seen.ShouldContain("function: now");
        run.Seen.ShouldContain("answer: done");
        run.Seen.ShouldContain("sent result: noon");
    }

    public static TheoryData<Backend, bool, string?, bool> WithoutIds()
    {
        var cases = new TheoryData<Backend, bool, string?, bool>();
        foreach (var backend in Enum.GetValues<Backend>())
        {
            foreach (var streamed in new[] { false, true })
            {
                foreach (var same in new[] { false, true })
                {
                    cases.Add(backend, streamed, "", same);
                    cases.Add(backend, streamed, "same", same);
                    if (backend is Backend.ChatService)
                    {
                        // OpenAI's chat client reads no call without an id at all.
                        cases.Add(backend, streamed, null, same);
                    }
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(WithoutIds))]
    public async Task Calls_WithoutIdsOfTheirOwn_StayTwoWithTheirResults(
        Backend backend,
        bool streamed,
        string? id,
        bool sameFunction
    )
    {
        var (run, model) = await RunAsync(
            backend,
            streamed,
            (
                id,
                "echo",
                """
                "{\"text\":\"one\"}"
                """
            ),
            (
                id,
                sameFunction ? "echo" : "shout",
                """
                "{\"text\":\"two\"}"
                """
            )
        );

        run.Seen.ShouldContain("function: echo one");
        run.Seen.ShouldContain(sameFunction ? "function: echo two" : "function: shout two");
        run.Seen.ShouldContain("answer: done");
        var messages = model.Requests[^1]["messages"]!.AsArray();
        var calls = messages
            .SelectMany(message => message!["tool_calls"]?.AsArray() ?? [])
            .ToDictionary(
                call => call!["id"]!.GetValue<string>(),
                call => call!["function"]!["arguments"]!.GetValue<string>()
            );
        calls.Count.ShouldBe(2);
        var results = messages
            .Where(message => message!["role"]!.GetValue<string>() == "tool")
            .Select(message => message!["tool_call_id"]!.GetValue<string>())
            .ToList();
        results.Count.ShouldBe(2);
        calls[results[0]].ShouldContain("one");
        calls[results[1]].ShouldContain("two");
    }

    [Theory]
    [InlineData(Backend.ChatService, false)]
    [InlineData(Backend.ChatService, true)]
    [InlineData(Backend.ChatClient, false)]
    [InlineData(Backend.ChatClient, true)]
    public async Task Call_WhoseArgumentsAreNoJson_IsToldToTheModel(Backend backend, bool streamed)
    {
        var (run, model) = await RunAsync(
            backend,
            streamed,
            ("call_1", "echo", "\"{\\\"text\\\": \"")
        );

        run.Seen.ShouldContain("answer: done");
        run.Seen.ShouldNotContain(line => line.StartsWith("function:", StringComparison.Ordinal));
        run.Seen.ShouldContain(line =>
            line.StartsWith(
                "sent result: Error: Function call processing failed.",
                StringComparison.Ordinal
            )
        );
        model.Requests.Count.ShouldBe(2);
    }

    private static async Task<(ParityRun Run, WireModel Model)> RunAsync(
        Backend backend,
        bool streamed,
        params (string? Id, string Name, string? Arguments)[] calls
    )
    {
        var run = new ParityRun(backend, streamed, routed: true);
        var plugin = KernelPluginFactory.CreateFromFunctions(
            "desk",
            [
                KernelFunctionFactory.CreateFromMethod(
                    () =>
                    {
                        run.See("function: now");
                        return "noon";
                    },
                    "now"
                ),
                KernelFunctionFactory.CreateFromMethod(
                    (string text) =>
                    {
                        run.See($"function: echo {text}");
                        return $"echo of {text}";
                    },
                    "echo"
                ),
                KernelFunctionFactory.CreateFromMethod(
                    (string text) =>
                    {
                        run.See($"function: shout {text}");
                        return $"shout of {text}";
                    },
                    "shout"
                ),
            ]
        );
        var separator = backend is Backend.ChatService ? "-" : "_";
        var model = new WireModel(
            WireModel.Calls([
                .. calls.Select(call => call with { Name = $"desk{separator}{call.Name}" }),
            ]),
            WireModel.Text("done")
        );
        await run.RunAsync(model, plugin);
        return (run, model);
    }
}
