namespace SkRouter.Catalog.Facts;

/// <summary>
/// What families of models can do, from their providers' documentation. Only what is known of all five capabilities stands
/// here: a family that is not listed is unknown, and an unknown model is never excluded.
/// </summary>
internal static class KnownCapabilities
{
    private const ModelCapabilities Chat = ModelCapabilities.Tools | ModelCapabilities.JsonSchema;
    private const ModelCapabilities Seeing = Chat | ModelCapabilities.Vision;
    private const ModelCapabilities Thinking = Seeing | ModelCapabilities.Reasoning;

    private const ModelCapabilities EarlyClaude =
        ModelCapabilities.Tools | ModelCapabilities.Vision | ModelCapabilities.PrefixContinuation;

    // The first row that matches counts, so exceptions stand before their family.
    private static readonly (MatchRule Rule, ModelCapabilities Can)[] Rows =
    [
        (Any("~embed"), ModelCapabilities.None),
        (Any("~claude-2", "~claude-v2"), ModelCapabilities.PrefixContinuation),
        (Any("~claude-3-7", "~claude-3.7"), EarlyClaude | ModelCapabilities.Reasoning),
        (Any("~claude-3"), EarlyClaude),
        (
            Any("/claude-(?:opus|sonnet|haiku)-4[-.]5", "~claude-4.5"),
            Thinking | ModelCapabilities.PrefixContinuation
        ),
        // From 4.6 on the provider refuses a request that begins the answer.
        (Any("/claude-(?:opus|sonnet|haiku)-4[-.][6-9](?!\\d)"), Thinking),
        (Any("/claude-(?:opus|sonnet)-4(?!\\d)"), EarlyClaude | ModelCapabilities.Reasoning),
        (Any("/gemini-(?:1\\.5|2\\.0)-(?:flash|pro)"), Seeing),
        (Any("/gemini-2\\.5-(?:flash|pro)(?!.*(?:image|tts|audio|live))"), Thinking),
        (Any("/^(?:openai/)?gpt-4(?:o|\\.1)(?:-mini|-nano)?$"), Seeing),
        (Any("/^(?:openai/)?gpt-5(?:-mini|-nano)?$"), Thinking),
        (Any("/^(?:openai/)?o3-mini$"), Chat | ModelCapabilities.Reasoning),
        (Any("/^(?:openai/)?o(?:1|3|4-mini)$"), Thinking),
        (Any("/^(?:openai/)?gpt-3\\.5-turbo"), ModelCapabilities.Tools),
        (Any("=deepseek-chat"), ModelCapabilities.Tools | ModelCapabilities.PrefixContinuation),
    ];

    public static ModelCapabilities? Of(string modelId)
    {
        foreach (var (rule, can) in Rows)
        {
            if (rule.Matches(modelId))
            {
                return can;
            }
        }

        return null;
    }

    private static MatchRule Any(params string[] rules) => MatchRule.AnyOf(rules);
}
