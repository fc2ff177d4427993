using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Catalog;

/// <summary>One chat service that the app registered: its type, and its key or, un-keyed, its place among the un-keyed ones.</summary>
internal sealed record ServiceRegistration(bool IsChatClient, object? Key, int UnkeyedIndex)
{
    /// <summary>Null if the container holds no such service any more.</summary>
    public object? Resolve(IServiceProvider services)
    {
        if (Key is not null)
        {
            return IsChatClient
                ? services.GetKeyedService<IChatClient>(Key)
                : services.GetKeyedService<IChatCompletionService>(Key);
        }

        IEnumerable<object> unkeyed = IsChatClient
            ? services.GetServices<IChatClient>()
            : services.GetServices<IChatCompletionService>();
        return unkeyed.ElementAtOrDefault(UnkeyedIndex);
    }
}
