using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Decides whether a tool runs code at the provider, whatever protocol it was asked for in.</summary>
internal static class CodeTool
{
    public static bool Is(AITool tool) =>
        tool switch
        {
            HostedCodeInterpreterTool => true,
            ProviderTool { Provider: WireProtocols.Messages } foreign => foreign
                .Definition.Text("type")
                ?.StartsWith("code_execution_", StringComparison.Ordinal)
                is true,
            // A container with files is the provider's own.
            ProviderTool { Provider: WireProtocols.Responses } foreign => foreign.Definition.Text(
                "type"
            ) == "code_interpreter"
                && foreign.Definition.Member("container").Text("type") == "auto"
                && !foreign.Definition.Member("container").Items("file_ids").Any(),
            _ => false,
        };
}
