using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Google;

/// <summary>Writes a conversation as Gemini's system instruction and contents.</summary>
internal sealed class GeminiContents(Speaker speaker, bool wantsSignatures, RequestNotes notes)
{
    /// <summary>"skip_thought_signature_validator": Google's word for a call that another model made.</summary>
    private const string ForeignCall = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _signatures = new(StringComparer.Ordinal);
    private readonly GeminiParts _parts = new(speaker, notes);

    public void Write(JsonObject body, IReadOnlyList<ChatMessage> messages, string? instructions)
    {
        var system = new JsonArray();
        var contents = new JsonArray();
        if (!string.IsNullOrEmpty(instructions))
        {
            system.Add(new JsonObject { ["text"] = instructions });
        }
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System || message.Role.Value == "developer")
            {
                Add(system, message);
                continue;
            }
            var turn = TurnOf(contents, message.Role == ChatRole.Assistant ? "model" : "user");
            Add(turn["parts"]!.AsArray(), message);
            ProviderExtras.Write(turn, message.AdditionalProperties, speaker);
        }
        if (system.Count > 0)
        {
            body["systemInstruction"] = new JsonObject { ["parts"] = system };
        }
        body["contents"] = WithoutEmpty(contents);
    }

    /// <summary>The API refuses a request without contents, and some models one that ends with what they said themselves.</summary>
    public static void Repair(JsonObject body, ModelRules rules, RequestNotes notes)
    {
        var contents = body["contents"]!.AsArray();
        if (
            rules.NoSystem
            && body["systemInstruction"]?["parts"] is JsonArray said
            && body.Remove("systemInstruction")
        )
        {
            // The model has no word for the system: what it says is kept, with the user's authority.
            notes.Left("role");
            contents.Insert(0, new JsonObject { ["role"] = "user", ["parts"] = said.DeepClone() });
        }
        if (contents.Count == 0 && body["systemInstruction"]?["parts"] is JsonArray parts)
        {
            // Instructions alone are what the user asks.
            contents.Add(new JsonObject { ["role"] = "user", ["parts"] = parts.DeepClone() });
            body.Remove("systemInstruction");
        }
        if (rules.NoPrefill && contents.LastOrDefault()?["role"]?.GetValue<string>() is "model")
        {
            notes.Left("assistant prefill");
            TurnOf(contents, "user")["parts"]!
                .AsArray()
                .Add(
                    new JsonObject
                    {
                        ["text"] = "Continue directly from where the last message ends.",
                    }
                );
        }
    }

    private static JsonObject TurnOf(JsonArray contents, string role)
    {
        if (contents.LastOrDefault() is JsonObject last && last["role"]!.GetValue<string>() == role)
        {
            return last;
        }
        var turn = new JsonObject { ["role"] = role, ["parts"] = new JsonArray() };
        contents.Add(turn);
        return turn;
    }

    private static JsonArray WithoutEmpty(JsonArray contents)
    {
        for (var i = contents.Count - 1; i >= 0; i--)
        {
            if (contents[i]!["parts"]!.AsArray().Count == 0)
            {
                contents.RemoveAt(i);
            }
        }
        return contents;
    }

    private void Add(JsonArray target, ChatMessage message)
    {
        JsonObject? firstCall = null;
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextReasoningContent signed when CallOf(signed) is { } id:
                    _signatures[id] = signed.ProtectedData;
                    break;
                case FunctionCallContent call:
                    _names[call.CallId] = call.Name;
                    var part = _parts.Call(call);
                    if (
                        !part.ContainsKey(GeminiParts.Signature)
                        && _signatures.TryGetValue(call.CallId, out var signature)
                    )
                    {
                        part[GeminiParts.Signature] = signature;
                    }
                    firstCall ??= part;
                    target.Add(part);
                    break;
                case FunctionResultContent result:
                    AddResult(target, result);
                    break;
                default:
                    if (_parts.Write(content) is { } written)
                    {
                        target.Add(written);
                    }
                    break;
            }
        }
        if (
            wantsSignatures
            && firstCall is not null
            && !firstCall.ContainsKey(GeminiParts.Signature)
        )
        {
            firstCall[GeminiParts.Signature] = ForeignCall;
        }
    }

    /// <summary>Other protocols carry the signature of a call in reasoning before it.</summary>
    private string? CallOf(TextReasoningContent reasoning) =>
        reasoning.Text.Length == 0 && reasoning.ProtectedData is not null
            ? ProviderExtras.Text(reasoning.AdditionalProperties, speaker, ProtocolFields.OfCall)
            : null;

    private void AddResult(JsonArray target, FunctionResultContent result)
    {
        var media = ToolResult
            .Media(result)
            .Select(content => _parts.Write(content))
            .OfType<JsonNode>()
            .ToList();
        var response = new JsonObject
        {
            ["id"] = result.CallId,
            ["name"] = _names.GetValueOrDefault(result.CallId, result.CallId),
            ["response"] = Response(result),
        };
        var part = new JsonObject { ["functionResponse"] = response };
        ProviderExtras.Write(part, result.AdditionalProperties, speaker);
        target.Add(part);
        if (media.Count == 0)
        {
            return;
        }
        if (wantsSignatures)
        {
            response["parts"] = new JsonArray([.. media]);
            return;
        }
        // Before the third generation a function's answer holds no media: they follow it.
        foreach (var file in media)
        {
            target.Add(file);
        }
    }

    /// <summary>The API wants an object; a tool that returned one has it sent as it is.</summary>
    private static JsonObject Response(FunctionResultContent result)
    {
        if (result.Exception is { } fault && result.Result is null)
        {
            return new() { ["error"] = fault.Message };
        }
        var text = ToolResult.Text(result);
        return AsObject(text) ?? new() { ["result"] = text };
    }

    private static JsonObject? AsObject(string text)
    {
        if (!text.StartsWith('{'))
        {
            return null;
        }
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
