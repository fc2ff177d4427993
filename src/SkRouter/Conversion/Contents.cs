using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SK = Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>From one kind of content to the other, item by item.</summary>
internal static class Contents
{
    /// <summary>How closely a picture is to be looked at, as chat clients of Microsoft.Extensions.AI read it.</summary>
    private const string Detail = "detail";

    /// <summary>The same as Semantic Kernel's connectors of OpenAI read it.</summary>
    private const string DetailLevel = "ChatImageDetailLevel";

    public static AIContent? ToAI(KernelContent item)
    {
        AIContent? converted = item switch
        {
            SK.TextContent text => new Microsoft.Extensions.AI.TextContent(text.Text),
            ReasoningContent reasoning => new TextReasoningContent(reasoning.Text)
            {
                ProtectedData =
                    reasoning.Metadata?.GetValueOrDefault(ProviderMarks.ProtectedData) as string,
            },
            ImageContent image => Binary(image, "image/*"),
            AudioContent audio => Binary(audio, "audio/*"),
            BinaryContent binary => Binary(binary, "application/octet-stream"),
            FileReferenceContent file => new HostedFileContent(file.FileId),
            SK.FunctionCallContent call => new Microsoft.Extensions.AI.FunctionCallContent(
                call.Id ?? "",
                ToolNames.Join(call.PluginName, call.FunctionName),
                ToolArguments.Original(call) ?? call.Arguments
            )
            {
                Exception = call.Exception,
            },
            SK.FunctionResultContent result => new Microsoft.Extensions.AI.FunctionResultContent(
                result.CallId ?? "",
                result.Result
            ),
            _ => null,
        };
        if (converted is not null)
        {
            converted.RawRepresentation = item.InnerContent is ArgumentText text
                ? Broken(item, text)
                : item.InnerContent;
            converted.AdditionalProperties = ProviderMarks.Of(item.Metadata);
            if (item is ImageContent && item.Metadata?.GetValueOrDefault(DetailLevel) is { } detail)
            {
                (converted.AdditionalProperties ??= [])[Detail] = detail;
            }

            converted.Annotations = ProviderMarks.AnnotationsOf(item.Metadata);
        }

        return converted;
    }

    public static KernelContent? ToKernel(AIContent item, Func<string, string?> callName)
    {
        KernelContent? converted = item switch
        {
            Microsoft.Extensions.AI.TextContent text => new SK.TextContent(text.Text),
            ErrorContent when Refusals.Text(item) is { } refusal => new SK.TextContent(refusal),
            TextReasoningContent reasoning => new ReasoningContent(reasoning.Text),
            DataContent data when data.HasTopLevelMediaType("image") => new ImageContent(data.Uri),
            UriContent uri when uri.HasTopLevelMediaType("image") => new ImageContent(uri.Uri),
            // Semantic Kernel's connectors know MP3 by this name only.
            DataContent { MediaType: "audio/mpeg" } mp3 => new AudioContent(mp3.Data, "audio/mp3"),
            DataContent data when data.HasTopLevelMediaType("audio") => new AudioContent(data.Uri),
            UriContent uri when uri.HasTopLevelMediaType("audio") => new AudioContent(uri.Uri),
            DataContent data => new BinaryContent(data.Uri),
            UriContent uri => new BinaryContent(uri.Uri),
            Microsoft.Extensions.AI.FunctionCallContent call => new SK.FunctionCallContent(
                call.Name,
                pluginName: null,
                call.CallId,
                call.Arguments is null ? null : new KernelArguments(call.Arguments)
            )
            {
                Exception = call.Exception,
            },
            Microsoft.Extensions.AI.FunctionResultContent result => new SK.FunctionResultContent(
                callName(result.CallId),
                pluginName: null,
                result.CallId,
                result.Result
            ),
            _ => null,
        };
        if (converted is not null)
        {
            converted.InnerContent = item.RawRepresentation;
            converted.Metadata = ProviderMarks.Of(item);
            KeepDetail(item, converted);
        }

        return converted;
    }

    // Whoever shows a call that cannot be read wants to show what the model wrote.
    private static string? Broken(KernelContent item, ArgumentText text) =>
        item is SK.FunctionCallContent { Exception: not null } ? text.Json : null;

    /// <summary>How closely a picture is to be looked at, under the name that Semantic Kernel's connectors of OpenAI read.</summary>
    private static void KeepDetail(AIContent item, KernelContent converted)
    {
        if (
            converted is ImageContent
            && item.AdditionalProperties?.TryGetValue(Detail, out var detail) is true
        )
        {
            converted.Metadata = new Dictionary<string, object?>(
                converted.Metadata ?? new Dictionary<string, object?>(),
                StringComparer.Ordinal
            )
            {
                [DetailLevel] = detail,
            };
        }
    }

    private static AIContent? Binary(BinaryContent content, string defaultType)
    {
        if (content.DataUri is not null)
        {
            return new DataContent(content.DataUri, content.MimeType);
        }

        return content.Uri is null
            ? null
            : new UriContent(content.Uri, content.MimeType ?? defaultType);
    }
}
