using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.Fuzz;

namespace SkRouter.Cli.Tests.Fuzz;

/// <summary>
/// Gives right requests with one to four of the documented fields of a face, from the table that also says what becomes of each field
/// (<c>fields.json</c>, read when the tests run), for every kind of deployment.
/// </summary>
internal sealed class FieldCorpus
{
    private const string Table = "tests/SkRouter.AspNetCore.Tests/Fields/fields.json";
    private const int MostFields = 4;

    private static readonly Dictionary<string, string[]> Paths = new(StringComparer.Ordinal)
    {
        ["chat-completions"] = ["/v1/chat/completions"],
        ["responses"] = ["/v1/responses"],
        ["messages"] = ["/v1/messages", "/v1/messages/count_tokens"],
    };

    private readonly List<(string Face, JsonObject Base, List<JsonObject> Rows)> _faces;
    private readonly string[] _targets;

    /// <param name="targets">What requests may ask for.</param>
    public FieldCorpus(params string[] targets)
    {
        _targets = targets;
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), Table)))!;
        _faces =
        [
            .. json["faces"]!
                .AsObject()
                .Where(static face => Paths.ContainsKey(face.Key))
                .Select(static face =>
                    (
                        face.Key,
                        face.Value!["base"]!.AsObject(),
                        face.Value["rows"]!
                            .AsArray()
                            .Select(static row => row!["send"]!.AsObject())
                            .ToList()
                    )
                ),
        ];
    }

    public int Fields => _faces.Sum(static face => face.Rows.Count);

    public FuzzRequest Next(Random random)
    {
        if (random.Next(12) == 0)
        {
            return new(
                "/v1/embeddings",
                JsonNode.Parse(
                    """{"model":"e","input":["one","two"],"dimensions":8,"encoding_format":"base64","user":"u"}"""
                )!,
                []
            );
        }

        var (face, plain, rows) = _faces[random.Next(_faces.Count)];
        var body = plain.DeepClone().AsObject();
        for (var i = 0; i <= random.Next(MostFields); i++)
        {
            Merge(body, rows[random.Next(rows.Count)]);
        }

        body["model"] = _targets[random.Next(_targets.Length)];
        if (random.Next(3) == 0)
        {
            body["stream"] = true;
        }

        List<(string, string)> headers = [];
        if (body["#header"] is JsonObject given && body.Remove("#header"))
        {
            headers.AddRange(given.Select(static header => (header.Key, header.Value!.ToString())));
        }

        var paths = Paths[face];
        return new(paths[random.Next(paths.Length)], body, headers);
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject inner && into[name] is JsonObject known)
            {
                Merge(known, inner);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SkRouter.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No repository around.");
        }

        return folder.FullName;
    }
}
