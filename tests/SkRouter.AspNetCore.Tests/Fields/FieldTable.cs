using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Reads <c>fields.json</c>: the documented fields of every face and what becomes of each.</summary>
internal static class FieldTable
{
    private const string File = "tests/SkRouter.AspNetCore.Tests/Fields/fields.json";

    /// <summary>Gets the folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static JsonObject Json { get; } =
        JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(Root, File)))!.AsObject();

    public static IReadOnlyList<FieldRow> Rows { get; } =
    [
        .. Json["faces"]!
            .AsObject()
            .SelectMany(face =>
                face.Value!["rows"]!
                    .AsArray()
                    .Select(row => new FieldRow(
                        face.Key,
                        row!["field"]!.GetValue<string>(),
                        row["send"]?.AsObject(),
                        row["plain"],
                        row["to"]!.AsObject()
                    )
                    {
                        IsHint = row["hint"] is not null,
                        IsOfStream = row["stream"] is not null,
                    })
            ),
    ];

    public static IEnumerable<FieldRow> RowsOf(string face, bool streamed) =>
        Rows.Where(row => row.Face == face && (streamed || !row.IsOfStream));

    public static JsonObject BaseOf(string face) =>
        Json["faces"]![face]!["base"]!.DeepClone().AsObject();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "SkRouter.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No repository around.");
        }

        return folder.FullName;
    }
}
