namespace SkRouter.Connectors;

/// <summary>One registered way to reach a model.</summary>
/// <param name="ServiceId">The key of the chat client in the services: <c>anthropic/claude-sonnet-4-5</c>, or with <c>#2</c> for a second key.</param>
/// <param name="Provider">The provider's name in <see cref="KnownProviders"/>.</param>
/// <param name="ModelId">The model's name as the provider knows it.</param>
public sealed record ProviderDeployment(string ServiceId, string Provider, string ModelId);
