using System.Text.Json;
using SkRouter.Pipeline;

namespace SkRouter.Policies;

/// <summary>The answer must be JSON, in a code fence or not.</summary>
internal sealed class JsonCheck : IAnswerCheck
{
    public const string CheckName = "Json";

    private const string Fence = "```";

    public string Name => CheckName;

    public ValueTask<string?> CheckAsync(
        ModelInvocationContext context,
        string text,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var document = JsonDocument.Parse(Unfence(text.Trim()).AsMemory());
            return ValueTask.FromResult<string?>(null);
        }
        catch (JsonException)
        {
            return ValueTask.FromResult<string?>("it is not JSON");
        }
    }

    private static string Unfence(string text)
    {
        if (
            !text.StartsWith(Fence, StringComparison.Ordinal)
            || !text.EndsWith(Fence, StringComparison.Ordinal)
        )
        {
            return text;
        }

        var body = text.IndexOf('\n', StringComparison.Ordinal);
        return body < 0 ? text : text[body..^Fence.Length];
    }
}
