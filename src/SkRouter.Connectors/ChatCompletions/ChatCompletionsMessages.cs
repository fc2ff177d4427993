using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Writes a conversation as chat completion messages.</summary>
internal sealed class ChatCompletionsMessages(
    KnownProvider provider,
    RequestNotes notes,
    ChatOptions options
)
{
    private readonly CallIdRule _ids = provider.Dialect.CallIdsOf(options.ModelId);
    private readonly bool _thinks = provider.Dialect.Thinks(options);
    private readonly ChatCompletionsParts _parts = new(provider, notes);
    private readonly List<AIContent> _mediaOfTools = [];

    public JsonArray Write(IReadOnlyList<ChatMessage> messages)
    {
        var instructions = options.Instructions;
        var written = new JsonArray();
        if (!string.IsNullOrEmpty(instructions))
        {
            written.Add(new JsonObject { ["role"] = "system", ["content"] = instructions });
        }
        var turns = new ConversationTurns(messages);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == ChatRole.Tool)
            {
                AddResults(written, message);
                continue;
            }
            FlushMedia(written);
            written.Add(
                message.Role == ChatRole.Assistant ? Assistant(message, turns, i) : Other(message)
            );
        }
        FlushMedia(written);
        return written;
    }

    private JsonObject Other(ChatMessage message)
    {
        var node = new JsonObject { ["role"] = RoleOf(message) };
        node["content"] = _parts.Write(message.Contents);
        WriteName(node, message);
        ProviderExtras.Write(node, message.AdditionalProperties, provider.Speaker);
        return node;
    }

    /// <summary>OpenAI takes the name of every participant, most others that of a user.</summary>
    private void WriteName(JsonObject node, ChatMessage message)
    {
        if (string.IsNullOrEmpty(message.AuthorName))
        {
            return;
        }
        if (
            provider.Dialect.HasOpenAIModels
            || (message.Role == ChatRole.User && !provider.Dialect.LacksNames)
        )
        {
            node["name"] = ParticipantName.Fit(message.AuthorName);
        }
        else
        {
            notes.Left("name");
        }
    }

    /// <summary>Only OpenAI knows developers; elsewhere their messages are the system's.</summary>
    private string RoleOf(ChatMessage message) =>
        message.Role.Value != "developer"
        && message.AdditionalProperties?.ContainsKey(ProtocolFields.DeveloperRole) is not true
            ? message.Role.Value
        : provider.Dialect.HasOpenAIModels ? "developer"
        : "system";

    private void AddResults(JsonArray written, ChatMessage message)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            var node = new JsonObject
            {
                ["role"] = "tool",
                ["tool_call_id"] = _ids.Fit(result.CallId),
                ["content"] = ResultContent(result),
            };
            ProviderExtras.Write(node, message.AdditionalProperties, provider.Speaker);
            ProviderExtras.Write(node, result.AdditionalProperties, provider.Speaker);
            written.Add(node);
            _mediaOfTools.AddRange(ToolResult.Media(result));
        }
    }

    private JsonNode? ResultContent(FunctionResultContent result) =>
        ToolResult.Contents(result)?.OfType<TextContent>().ToList() is { Count: > 0 } texts
        && texts.Exists(text => ProviderExtras.Any(text.AdditionalProperties, provider.Speaker))
            ? _parts.Write([.. texts])
            : ToolResult.Text(result);

    /// <summary>A tool message holds text only, so pictures and files follow as the user's.</summary>
    private void FlushMedia(JsonArray written)
    {
        if (_mediaOfTools.Count == 0)
        {
            return;
        }
        written.Add(
            new JsonObject { ["role"] = "user", ["content"] = _parts.Write(_mediaOfTools) }
        );
        _mediaOfTools.Clear();
    }

    private JsonObject Assistant(ChatMessage message, ConversationTurns turns, int index)
    {
        var node = new JsonObject { ["role"] = "assistant" };
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        var said = message.Contents.Where(IsSaid).ToList();
        node["content"] = said.Count == 0 && calls.Count > 0 ? null : _parts.Write(said);
        if (calls.Count > 0)
        {
            node["tool_calls"] = new JsonArray([.. calls.Select(Call)]);
        }
        if (
            message.Contents.OfType<ErrorContent>().FirstOrDefault() is
            { Message.Length: > 0 } refusal
        )
        {
            if (provider.Dialect.HasOpenAIModels)
            {
                node["refusal"] = refusal.Message;
            }
            else if (said.Count == 0)
            {
                node["content"] = refusal.Message;
            }
        }
        WriteImages(node, message);
        EchoReasoning(node, message, turns, index);
        WriteName(node, message);
        ProviderExtras.Write(node, message.AdditionalProperties, provider.Speaker);
        return node;
    }

    private bool IsSaid(AIContent content) =>
        content switch
        {
            TextReasoningContent reasoning => provider.Dialect.ReasoningEcho == ReasoningEcho.Parts
                && reasoning.IsFrom(provider.Speaker),
            FunctionCallContent or UsageContent or ErrorContent => false,
            DataContent or UriContent => !provider.Dialect.TakesOwnImages && Left(content),
            _ => true,
        };

    private void WriteImages(JsonObject node, ChatMessage message)
    {
        if (
            provider.Dialect.TakesOwnImages
            && message.Contents.Where(static item => item is DataContent or UriContent).ToList()
                is { Count: > 0 } images
        )
        {
            node["images"] = _parts.Write(images);
        }
    }

    /// <summary>An assistant's message holds text only: a picture that it made is not sent back.</summary>
    private bool Left(AIContent content)
    {
        notes.Left(ContentNames.Of(content));
        return false;
    }

    private JsonNode Call(FunctionCallContent call)
    {
        var node = WireCalls.Write(call, _ids.Fit(call.CallId), provider.Dialect.HasCustomTools);
        ProviderExtras.Write(node, call.AdditionalProperties, provider.Speaker);
        return node;
    }

    private void EchoReasoning(
        JsonObject node,
        ChatMessage message,
        ConversationTurns turns,
        int index
    )
    {
        var all = message.Contents.OfType<TextReasoningContent>().ToList();
        var reasoning = all.FindAll(content => content.IsFrom(provider.Speaker));
        if (
            all.Count > reasoning.Count
            || (all.Count > 0 && provider.Dialect.ReasoningEcho == ReasoningEcho.None)
        )
        {
            notes.Left(ContentNames.Of(all[0]));
        }
        switch (provider.Dialect.ReasoningEcho)
        {
            case ReasoningEcho.OpenTurn
                when turns.IsOpen(index) && node.ContainsKey("tool_calls") && reasoning.Count > 0:
            case ReasoningEcho.ToolTurns when _thinks && turns.CalledTools(index):
                node["reasoning_content"] = string.Concat(
                    reasoning.Select(static content => content.Text)
                );
                break;
            case ReasoningEcho.Details:
                var details = ReasoningDetails.Join(reasoning);
                if (details.Count > 0)
                {
                    node["reasoning_details"] = details;
                }
                break;
            default:
                break;
        }
    }
}
