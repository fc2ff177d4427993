using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.GenerateContent;

/// <summary>Reads the contents of one request, and checks that calls, answers and signatures belong together.</summary>
internal sealed class ContentReading(ConversationReading conversation, bool wantsSeals)
{
    private int _openCalls;
    private int _index;

    public void Add(JsonElement content)
    {
        var role = content.Text("role");
        if (role is not ("user" or "model" or "function"))
        {
            throw GenerateContentProtocol.Invalid("Please use a valid role: user, model.");
        }

        var parts = content.Items("parts");
        if (parts.Count == 0)
        {
            throw GenerateContentProtocol.Invalid(
                FormattableString.Invariant(
                    $"* GenerateContentRequest.contents[{_index}].parts: contents.parts must not be empty."
                )
            );
        }

        if (role == "model")
        {
            AddModel(parts);
        }
        else
        {
            AddUser(parts);
        }

        _index++;
    }

    public void Complete()
    {
        if (_openCalls > 0)
        {
            throw Mismatch();
        }
    }

    private void AddModel(IReadOnlyList<JsonElement> parts)
    {
        Complete();
        var calls = parts.Where(part => part.Member("functionCall").IsObject()).ToList();
        for (var i = 0; i < calls.Count; i++)
        {
            Call(calls[i], isFirst: i == 0);
        }

        _openCalls = calls.Count;
        conversation.Assistant(TextOf(parts));
    }

    private void AddUser(IReadOnlyList<JsonElement> parts)
    {
        var results = parts
            .Select(part => part.Member("functionResponse"))
            .Where(result => result.IsObject())
            .ToList();
        if (results.Count != _openCalls)
        {
            throw Mismatch();
        }

        _openCalls = 0;
        foreach (var result in results)
        {
            Result(result!.Value);
        }

        if (results.Count == 0 || parts.Any(part => part.Text("text") is not null))
        {
            conversation.User(TextOf(parts));
        }
    }

    private void Call(JsonElement part, bool isFirst)
    {
        var call = part.Member("functionCall")!.Value;
        var name = call.Text("name") ?? "";
        var seal = part.Text("thoughtSignature") ?? part.Text("thought_signature");
        if (seal is null && isFirst && wantsSeals)
        {
            throw GenerateContentProtocol.Invalid(
                FormattableString.Invariant(
                    $"Function call is missing a thought_signature in functionCall parts. Additional data, function call `default_api:{name}`, position {_index}."
                )
            );
        }

        if (seal is not null && !ThoughtSeals.IsGood(name, seal))
        {
            throw GenerateContentProtocol.Invalid("Thought signature is not valid.");
        }

        conversation.Count(name);
        conversation.Count(call.Member("args")?.GetRawText());
    }

    private void Result(JsonElement result)
    {
        if (result.Member("response") is not { ValueKind: JsonValueKind.Object } response)
        {
            throw GenerateContentProtocol.Invalid(
                "functionResponse.response must be an object (google.protobuf.Struct)."
            );
        }

        conversation.ToolResult(response.Text("result") ?? response.GetRawText());
    }

    private static string TextOf(IEnumerable<JsonElement> parts) =>
        string.Concat(parts.Where(part => !part.Flag("thought")).Select(part => part.Text("text")));

    private static ApiError Mismatch() =>
        GenerateContentProtocol.Invalid(
            "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn."
        );
}
