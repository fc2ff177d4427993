namespace SkRouter.Agents.Yaml;

/// <summary>The keys of Semantic Kernel's own declarative agents that say what a role file says too.</summary>
internal static class KernelAgentKeys
{
    public const string Type = "chat_completion_agent";

    public static KeyGroup Options { get; } =
        new(
            new("temperature", KeyType.Number, "Sampling temperature.") { Least = 0, Most = 2 },
            new("top_p", KeyType.Number, "Nucleus sampling.") { Least = 0.01, Most = 1 },
            new("max_tokens", KeyType.WholeNumber, "Longest answer, in tokens.")
            {
                Least = 1,
                Most = 1_000_000,
            }
        );

    public static KeyGroup Model { get; } =
        new(
            new("id", KeyType.Text, "The model that the agent prefers.") { Required = true },
            new("options", KeyType.Group, "Settings of its calls.") { Group = Options }
        );

    public static KeyGroup Tool { get; } =
        new(
            new("id", KeyType.Text, "The function, with its plugin.") { Required = true },
            new("type", KeyType.Text, "What kind of tool it is.") { Words = ["function"] },
            new("description", KeyType.Text, "What it does.")
        );

    public static KeyGroup Agent { get; } =
        new(
            new("type", KeyType.Text, "What kind of agent it is.")
            {
                Required = true,
                Words = [Type],
            },
            new("name", KeyType.Text, "Its name.") { Required = true },
            new("description", KeyType.Text, "What it is for."),
            new("instructions", KeyType.Text, "What it is told.") { Required = true },
            new("model", KeyType.Group, "Its model.") { Required = true, Group = Model },
            new("tools", KeyType.Group, "Its tools.") { Group = Tool }
        );
}
