using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.Simulator.Scripting;
using SkRouter.Simulator.Tests.Clients;

namespace SkRouter.Simulator.Tests.Scripting;

public sealed class ScriptPlayTests
{
    [Fact]
    public async Task ToolLoopScript_FailsInTheMiddle_AnotherModelFinishesFromTheSameHistory()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "scripts", "tool-loop.json");
        await using var simulator = await SimulatorServer.StartAsync(ScriptFile.Load(path));
        var files = new Files();
        var history = new ChatHistory("You are the coder.");
        history.AddUserMessage("Please fix src/app.cfg");

        await Should.ThrowAsync<HttpOperationException>(() => AskAsync("gpt-coder"));
        var answer = await AskAsync("gpt-backup");

        answer.ShouldBe("Done: patched src/app.cfg to timeout = 30");
        files.Calls.ShouldBe(["read src/app.cfg", "patch timeout = 5"]);

        async Task<string> AskAsync(string model)
        {
            var kernel = Kernels.Kernel(simulator, model);
            kernel.ImportPluginFromObject(files, "Files");
            var chat = kernel.GetRequiredService<IChatCompletionService>();
            var settings = new OpenAIPromptExecutionSettings
            {
                FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            };
            return (await chat.GetChatMessageContentAsync(history, settings, kernel)).Content!;
        }
    }

    private sealed class Files
    {
        public List<string> Calls { get; } = [];

        [KernelFunction("read_file")]
        public string Read(string path)
        {
            Calls.Add($"read {path}");
            return "timeout = 5";
        }

        [KernelFunction("patch_file")]
        public string Patch(string path, string find, string replace)
        {
            Calls.Add($"patch {find}");
            return $"patched {path} to {replace}";
        }
    }
}
