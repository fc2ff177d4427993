#pragma warning disable SKEXP0001, SKEXP0010, OPENAI001 // Fields in preview are fields too.
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>What sets each of Semantic Kernel's execution settings: extension data, and the settings of its OpenAI connector.</summary>
internal static class KernelSettingFields
{
    public static Dictionary<string, Action<KernelRequest>> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["ExtensionData: temperature"] = Data("temperature", 0.5),
            ["ExtensionData: top_p"] = Data("top_p", 0.25),
            ["ExtensionData: top_k"] = Data("top_k", 7),
            ["ExtensionData: max_tokens"] = Data("max_tokens", 50),
            ["ExtensionData: frequency_penalty"] = Data("frequency_penalty", 0.5),
            ["ExtensionData: presence_penalty"] = Data("presence_penalty", 0.5),
            ["ExtensionData: seed"] = Data("seed", 9),
            ["ExtensionData: stop_sequences"] = Data("stop_sequences", new[] { "x" }),
            ["ExtensionData: reasoning_effort"] = Data("reasoning_effort", "high"),
            ["ExtensionData: response_format"] = Data("response_format", "json_object"),
            ["ExtensionData: user"] = Data("user", "u1"),
            ["ExtensionData: service_tier"] = Data("service_tier", "flex"),
            ["ExtensionData: verbosity"] = Data("verbosity", "low"),
            ["ExtensionData: prompt_cache_key"] = Data("prompt_cache_key", "k"),
            ["ExtensionData: x_new (unknown)"] = Data("x_new", 1),
            ["ExtensionData: anthropic.inference_geo"] = Data("anthropic.inference_geo", "us"),
            ["ExtensionData: google.cachedContent"] = Data(
                "google.cachedContent",
                "cachedContents/1"
            ),
            ["ExtensionData: responses.truncation"] = Data("responses.truncation", "auto"),
            ["FunctionChoiceBehavior (Auto)"] = request =>
                Choose(request, functions => FunctionChoiceBehavior.Auto(functions, false)),
            ["FunctionChoiceBehavior (Required)"] = request =>
                Choose(request, functions => FunctionChoiceBehavior.Required(functions, false)),
            ["FunctionChoiceBehavior (None)"] = request =>
                Choose(request, functions => FunctionChoiceBehavior.None(functions)),
            ["FunctionChoiceBehavior (one call)"] = request =>
                Choose(
                    request,
                    functions =>
                        FunctionChoiceBehavior.Auto(
                            functions,
                            false,
                            new() { AllowParallelCalls = false }
                        )
                ),
            ["OpenAI: Temperature"] = OpenAI(settings => settings.Temperature = 0.5),
            ["OpenAI: TopP"] = OpenAI(settings => settings.TopP = 0.25),
            ["OpenAI: PresencePenalty"] = OpenAI(settings => settings.PresencePenalty = 0.5),
            ["OpenAI: FrequencyPenalty"] = OpenAI(settings => settings.FrequencyPenalty = 0.5),
            ["OpenAI: MaxTokens"] = OpenAI(settings => settings.MaxTokens = 50),
            ["OpenAI: StopSequences"] = OpenAI(settings => settings.StopSequences = ["x"]),
            ["OpenAI: Seed"] = OpenAI(settings => settings.Seed = 9),
            ["OpenAI: ResponseFormat (json_object)"] = OpenAI(settings =>
                settings.ResponseFormat = "json_object"
            ),
            ["OpenAI: ResponseFormat (type)"] = OpenAI(settings =>
                settings.ResponseFormat = typeof(FieldAnswer)
            ),
            ["OpenAI: ReasoningEffort"] = OpenAI(settings => settings.ReasoningEffort = "high"),
            ["OpenAI: ChatSystemPrompt"] = OpenAI(settings =>
                settings.ChatSystemPrompt = "Be brief."
            ),
            ["OpenAI: ChatDeveloperPrompt"] = OpenAI(settings =>
                settings.ChatDeveloperPrompt = "Be brief."
            ),
            ["OpenAI: TokenSelectionBiases"] = OpenAI(settings =>
                settings.TokenSelectionBiases = new Dictionary<int, int> { [5] = 1 }
            ),
            ["OpenAI: User"] = OpenAI(settings => settings.User = "u1"),
            ["OpenAI: Logprobs"] = OpenAI(settings =>
            {
                settings.Logprobs = true;
                settings.TopLogprobs = 2;
            }),
            ["OpenAI: Metadata"] = OpenAI(settings =>
                settings.Metadata = new Dictionary<string, string> { ["a"] = "b" }
            ),
            ["OpenAI: Store"] = OpenAI(settings => settings.Store = true),
            ["OpenAI: Modalities"] = OpenAI(settings =>
                settings.Modalities = new[] { "text", "audio" }
            ),
            ["OpenAI: Audio"] = OpenAI(settings =>
                settings.Audio = JsonElement.Parse("""{"voice":"alloy","format":"mp3"}""")
            ),
            ["OpenAI: WebSearchOptions"] = OpenAI(settings =>
                settings.WebSearchOptions = JsonElement.Parse("""{"search_context_size":"low"}""")
            ),
            ["OpenAI: ExtraBody"] = OpenAI(settings =>
                settings.ExtraBody = new Dictionary<string, object?> { ["x_new"] = 1 }
            ),
        };

    public static KernelFunction Look() =>
        KernelFunctionFactory.CreateFromMethod((string q) => q, "look", "Looks.");

    private static Action<KernelRequest> Data(string key, object value) =>
        request =>
            request.Settings.ExtensionData = new Dictionary<string, object> { [key] = value };

    private static Action<KernelRequest> OpenAI(Action<OpenAIPromptExecutionSettings> set) =>
        request =>
        {
            var settings = new OpenAIPromptExecutionSettings();
            set(settings);
            request.Settings = settings;
        };

    private static void Choose(
        KernelRequest request,
        Func<IEnumerable<KernelFunction>, FunctionChoiceBehavior> choose
    ) => request.Settings.FunctionChoiceBehavior = choose([Look()]);
}
