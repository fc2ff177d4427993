using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>Copies contents, so that a deployment's view of them can differ from the caller's.</summary>
internal static class ContentCopy
{
    /// <returns>Null for kinds that need no copy because nothing of a wire protocol is ever put on them.</returns>
    public static AIContent? Of(AIContent content)
    {
        AIContent? copy = content switch
        {
            TextReasoningContent reasoning => new TextReasoningContent(reasoning.Text)
            {
                ProtectedData = reasoning.ProtectedData,
            },
            TextContent text => new TextContent(text.Text),
            DataContent data => new DataContent(data.Uri, data.MediaType) { Name = data.Name },
            UriContent link => new UriContent(link.Uri, link.MediaType),
            HostedFileContent file => new HostedFileContent(file.FileId)
            {
                MediaType = file.MediaType,
                Name = file.Name,
            },
            FunctionCallContent call => new FunctionCallContent(
                call.CallId,
                call.Name,
                call.Arguments
            )
            {
                Exception = call.Exception,
            },
            FunctionResultContent result => new FunctionResultContent(result.CallId, result.Result)
            {
                Exception = result.Exception,
            },
            _ => null,
        };
        if (copy is not null)
        {
            copy.Annotations = content.Annotations;
            copy.RawRepresentation = content.RawRepresentation;
            copy.AdditionalProperties = content.AdditionalProperties;
        }

        return copy;
    }
}
