using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

public sealed class OutputLimitTests
{
    [Fact]
    public void Apply_SettingsOfAConnector_SetsItsOwnProperty()
    {
        var settings = new OpenAIPromptExecutionSettings();

        OutputLimit.Apply(settings, 100);

        settings.MaxTokens.ShouldBe(100);
        settings.ExtensionData.ShouldBeNull();
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public void Apply_SettingsOfNobody_SetsWhatTheCallerMeant(string key)
    {
        var settings = new PromptExecutionSettings
        {
            ExtensionData = new Dictionary<string, object> { [key] = 500 },
        };

        OutputLimit.Apply(settings, 100);

        settings.ExtensionData.ShouldBe(new Dictionary<string, object> { [key] = 100 });
    }

    [Fact]
    public async Task Answer_LimitInSettingsOfAConnector_IsWhatTheBudgetReckonsWith()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("yes"));
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a").Budget(0.0006m, Period.Day)),
            ("a", new ScriptedChatClient(model))
        );

        await kernel
            .Router()
            .GetChatMessageContentsAsync(
                [new(AuthorRole.User, "hi")],
                new OpenAIPromptExecutionSettings { MaxTokens = 10 },
                kernel
            );

        model.Options[0]!.MaxOutputTokens.ShouldBe(10);
        (await kernel.RecordsAsync())[0].Notes.ShouldBeEmpty();
    }
}
