namespace SkRouter.Classification;

/// <summary>What a request shows of its category beside its words: whether tools are on offer or have answered, and whether the answer must follow a schema.</summary>
internal static class RequestShape
{
    private const float ToolsSpeakForAgentic = 2f;
    private const float ToolResultsSpeakForAgentic = 2.5f;
    private const float SchemaSpeaksForExtraction = 0.7f;

    /// <summary>Adds to the log-odds of the categories.</summary>
    internal static void Lean(in TaskText text, Span<float> categories)
    {
        categories[(int)TaskCategory.AgenticTool] +=
            (text.ToolsOffered > 0 ? ToolsSpeakForAgentic : 0)
            + (text.ToolResults > 0 ? ToolResultsSpeakForAgentic : 0);
        categories[(int)TaskCategory.ExtractClassify] += text.WantsJsonSchema
            ? SchemaSpeaksForExtraction
            : 0;
    }
}
