namespace SkRouter.Connectors;

/// <summary>How a JSON schema for the answer is put to the model.</summary>
public enum StructuredOutput
{
    /// <summary>By the provider's own schema setting.</summary>
    Native,

    /// <summary>By a tool whose parameters are the schema and which the model must call; its arguments become the answer's text.</summary>
    Tool,

    /// <summary>By an instruction that quotes the schema; the caller validates.</summary>
    Instruction,
}
