using System.Text.Json;

namespace SkRouter.Simulator.Protocols;

/// <summary>Arguments of a call, where the protocol wants an object and not a text.</summary>
internal static class CallArguments
{
    public static bool AreAnObject(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
