using System.Text.Encodings.Web;
using System.Text.Json;

namespace SkRouter.Cli.CatalogImport;

/// <summary>How a catalogue file is written: nothing is escaped that need not be, for a file that people read in diffs.</summary>
internal static class CatalogText
{
    public static JsonSerializerOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
