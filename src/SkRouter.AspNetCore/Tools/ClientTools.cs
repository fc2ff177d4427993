using System.Text.Json;

namespace SkRouter.AspNetCore.Tools;

/// <summary>The documented tools that clients run themselves, from <c>client-tools.json</c>.</summary>
internal static class ClientTools
{
    private const string Resource = "SkRouter.AspNetCore/client-tools.json";

    private static readonly Lazy<IReadOnlyList<ClientTool>> Known = new(Load);

    public static IReadOnlyList<ClientTool> All => Known.Value;

    /// <summary>Finds a tool by its type; of several that cover it, the most specific one.</summary>
    /// <returns>Null if the client does not run it, or it is not known.</returns>
    public static ClientTool? Find(string protocol, string type) =>
        Known
            .Value.Where(tool => tool.Protocol == protocol && tool.Covers(type))
            .MaxBy(tool => tool.Type.Length);

    private static List<ClientTool> Load()
    {
        using var stream =
            typeof(ClientTools).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var data = JsonDocument.Parse(stream);
        return
        [
            .. data
                .RootElement.EnumerateArray()
                .Select(tool => new ClientTool(
                    Text(tool, "protocol"),
                    Text(tool, "type"),
                    Text(tool, "name"),
                    Text(tool, "description"),
                    tool.GetProperty("parameters").Clone()
                )),
        ];
    }

    private static string Text(JsonElement tool, string name) =>
        tool.GetProperty(name).GetString()!;
}
