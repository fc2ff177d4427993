using System.Text;
using System.Text.Json;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>The text in content that is either one text or blocks.</summary>
internal static class BlockText
{
    public static string Of(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Array)
        {
            return content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
        }

        var text = new StringBuilder();
        foreach (var block in content.EnumerateArray())
        {
            if (block.Text("type") == "text")
            {
                text.Append(block.Text("text"));
            }
        }

        return text.ToString();
    }
}
