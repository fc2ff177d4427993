using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>
/// A tool call that a chat client streamed as a whole. Semantic Kernel's callers read it as one fragment; the router's tool loop takes the
/// call itself, so that functions and filters see its arguments in the client's types.
/// </summary>
internal sealed class WholeCallUpdate(
    Microsoft.Extensions.AI.FunctionCallContent call,
    string? arguments,
    int index
) : StreamingFunctionCallUpdateContent(call.CallId, call.Name, arguments, index)
{
    public Microsoft.Extensions.AI.FunctionCallContent Call => call;
}
