using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Api;

/// <summary>A whole answer by kinds, as protocols have them.</summary>
internal sealed class AnswerParts
{
    private const string RefusalCode = "Refusal";

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();

    /// <summary>Null if there is none.</summary>
    public string? Text => _text.Length > 0 ? _text.ToString() : null;

    /// <summary>Null if there is none.</summary>
    public string? Reasoning => _reasoning.Length > 0 ? _reasoning.ToString() : null;

    /// <summary>What was said instead of an answer; null if it was not refused.</summary>
    public string? Refusal { get; private set; }

    public List<FunctionCallContent> Calls { get; } = [];

    public List<DataContent> Media { get; } = [];

    public static AnswerParts Of(ChatResponse answer)
    {
        var parts = new AnswerParts();
        foreach (
            var content in JoinedReasoning.Of(
                answer.Messages.SelectMany(static message => message.Contents)
            )
        )
        {
            parts.Add(content);
        }

        return parts;
    }

    /// <summary>The arguments of a call as the model wrote them, or as JSON.</summary>
    public static string Arguments(FunctionCallContent call) =>
        call is { Exception: not null, RawRepresentation: string raw }
            ? raw
            : WrittenArguments.Of(call)
                ?? JsonSerializer.Serialize(
                    call.Arguments ?? new Dictionary<string, object?>(),
                    ApiJson.Values.GetTypeInfo(typeof(IDictionary<string, object?>))
                );

    public static string? RefusalOf(AIContent content) =>
        content is ErrorContent { ErrorCode: RefusalCode } refusal ? refusal.Message : null;

    private void Add(AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent reasoning:
                _reasoning.Append(reasoning.Text);
                break;
            case TextContent text:
                _text.Append(text.Text);
                break;
            case FunctionCallContent call:
                Calls.Add(call);
                break;
            case DataContent data:
                Media.Add(data);
                break;
            default:
                Refusal = RefusalOf(content) ?? Refusal;
                break;
        }
    }
}
