using SkRouter.Catalog;

namespace SkRouter.DependencyInjection;

/// <summary>States facts about one deployment.</summary>
public sealed class DeploymentBuilder
{
    internal DeploymentBuilder(DeploymentOptions options) => Options = options;

    /// <summary>The same as a configuration section would bind it.</summary>
    public DeploymentOptions Options { get; }

    /// <summary>What it charges, in USD per million tokens.</summary>
    /// <param name="input">Input.</param>
    /// <param name="output">Output, reasoning included.</param>
    /// <param name="cacheRead">Input read from the prompt cache; null for the price of input.</param>
    /// <param name="cacheWrite">Input written to the prompt cache; null for the price of input.</param>
    public DeploymentBuilder Price(
        decimal input,
        decimal output,
        decimal? cacheRead = null,
        decimal? cacheWrite = null
    )
    {
        Options.Price = new()
        {
            Input = input,
            Output = output,
            CacheRead = cacheRead,
            CacheWrite = cacheWrite,
        };
        return this;
    }

    /// <summary>It costs nothing, e.g. because it runs on a machine of your own.</summary>
    public DeploymentBuilder Free() => Price(0, 0);

    /// <summary>Who runs it, where the service does not say so itself: a provider's name in the catalogue, for prices, windows and capabilities.</summary>
    /// <param name="name">The name.</param>
    public DeploymentBuilder Provider(string name)
    {
        Options.Provider = name;
        return this;
    }

    /// <summary>The model that it serves. Deployments of one model stand in for each other.</summary>
    public DeploymentBuilder Serves(string model)
    {
        Options.Model = model;
        return this;
    }

    /// <summary>Largest input plus output.</summary>
    /// <param name="tokens">Tokens.</param>
    public DeploymentBuilder ContextWindow(long tokens)
    {
        Options.ContextWindow = tokens;
        return this;
    }

    /// <summary>Whether it continues an assistant message that the request ends with; see <see cref="DeploymentOptions.TakesPrefix"/>.</summary>
    /// <param name="takes">False for one that the catalogue takes for able to.</param>
    public DeploymentBuilder TakesPrefix(bool takes = true)
    {
        Options.TakesPrefix = takes;
        return this;
    }

    /// <summary>What it can do; what is not named it cannot.</summary>
    public DeploymentBuilder Can(ModelCapabilities capabilities)
    {
        Options.Capabilities = capabilities;
        return this;
    }
}
