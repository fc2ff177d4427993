using System.Text.Json;

namespace SkRouter.Checking;

/// <summary>The result must be JSON, in a code fence or not.</summary>
internal sealed class JsonResultCheck : IResultCheck
{
    public const string CheckName = "Json";

    private const string Fence = "```";

    public string Name => CheckName;

    public ValueTask<string?> CheckAsync(WorkResult result, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Parse(result.Text) is null ? "it is not JSON" : null);

    internal static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Unfence(text.Trim()).AsMemory());
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Unfence(string text)
    {
        var body = text.IndexOf('\n', StringComparison.Ordinal);
        return
            body > 0
            && text.StartsWith(Fence, StringComparison.Ordinal)
            && text.EndsWith(Fence, StringComparison.Ordinal)
            ? text[body..^Fence.Length]
            : text;
    }
}
