using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <param name="Asked">What is asked.</param>
/// <param name="IncludeUsage">Whether a stream ends with a chunk of usage.</param>
internal sealed record ChatRequest(ApiRequest Asked, bool IncludeUsage)
{
    private static readonly HashSet<string> None = [];

    /// <summary>Gets whether the client offers functions in the form that tools have replaced, so that it reads a call in that form only.</summary>
    public bool CallsFunctions { get; init; }

    /// <summary>Gets the names of the custom tools that are on offer: their calls are no function calls, whatever deployment answers.</summary>
    public IReadOnlySet<string> CustomTools { get; } = NamesOf(Asked.Options.Tools);

    private static HashSet<string> NamesOf(IList<AITool>? tools)
    {
        HashSet<string>? names = null;
        foreach (var tool in tools ?? [])
        {
            if (tool is NativeFunction)
            {
                (names ??= new(StringComparer.Ordinal)).Add(tool.Name);
            }
        }

        return names ?? None;
    }
}
