using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Routing;

/// <summary>Names a request by what its user said last: equal texts have equal names, and nothing of the text can be read from one.</summary>
internal static class LastQuestion
{
    public static string Of(ModelRequest request)
    {
        var text = request.IsSemanticKernel
            ? request.History.LastOrDefault(message => message.Role == AuthorRole.User)?.Content
            : request.Messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"asks {string.GetHashCode(text ?? "", StringComparison.Ordinal):x8}"
        );
    }
}
