using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>
/// Represents what a connector of SkRouter speaks. A chat client returns it from <c>GetService</c>; clients that are not SkRouter's do not know the type.
/// </summary>
/// <param name="Protocol">One of <see cref="WireProtocols"/>.</param>
/// <param name="Provider">The provider's name, such as <c>anthropic</c>.</param>
internal sealed record Speaker(string Protocol, string Provider)
{
    /// <summary>Gets the kinds of media that the connector can send.</summary>
    public MediaKinds Takes { get; init; } = MediaKinds.All;

    /// <summary>Gets a word that connectors share which send the same key to the same host; null where there is no key.</summary>
    public string? Credential { get; init; }

    /// <returns>Null if the client is not a connector of SkRouter.</returns>
    public static Speaker? Of(IChatClient? client) => client?.GetService<Speaker>();

    /// <summary>Decides whether something that is meant for a provider or a protocol may be sent.</summary>
    /// <param name="name">A provider or a protocol.</param>
    public bool IsCalled(string name) =>
        string.Equals(name, Protocol, StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, Provider, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the name of the field that a key of additional properties stands for.</summary>
    /// <returns>Null if the key is for another provider and protocol.</returns>
    public string? FieldOf(string key) =>
        ProtocolFields.After(key, Protocol) ?? ProtocolFields.After(key, Provider);
}
