using System.Text.Json;

namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>What a script says of a call's arguments, in the form of calls that are not functions.</summary>
internal static class CallInput
{
    /// <summary>The input of a custom tool: the scripted text, or the member <c>input</c> of scripted arguments.</summary>
    public static string Text(string arguments)
    {
        if (!CallArguments.AreAnObject(arguments))
        {
            return arguments;
        }

        using var json = JsonDocument.Parse(arguments);
        return json.RootElement.Text("input") ?? arguments;
    }

    /// <summary>Writes what a tool of the protocol's own is to do.</summary>
    public static void WriteAction(Utf8JsonWriter writer, string type, string arguments)
    {
        using var json = JsonDocument.Parse(
            CallArguments.AreAnObject(arguments) ? arguments : "{}"
        );
        switch (type)
        {
            case "apply_patch_call" or "computer_call":
                foreach (var member in json.RootElement.EnumerateObject())
                {
                    member.WriteTo(writer);
                }

                break;
            case "tool_search_call":
                writer.WriteString("execution", "client");
                writer.WritePropertyName("arguments");
                json.RootElement.WriteTo(writer);
                break;
            default:
                writer.WritePropertyName("action");
                json.RootElement.WriteTo(writer);
                break;
        }
    }
}
