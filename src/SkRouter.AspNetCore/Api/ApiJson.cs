using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>How JSON is written: compact, and letters of any language as they are, for it goes to programs and not into pages.</summary>
internal static class ApiJson
{
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>For values of any kind, such as the arguments of a tool call.</summary>
    public static readonly JsonSerializerOptions Values = new(AIJsonUtilities.DefaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    };
}
