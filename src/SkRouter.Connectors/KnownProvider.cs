using SkRouter.Connectors.ChatCompletions;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors;

/// <summary>A provider that the connectors know: where it is and which variable usually holds its key.</summary>
public sealed class KnownProvider
{
    internal KnownProvider(string name, string? baseUrl, string? keyVariable)
    {
        Name = name;
        BaseUrl = baseUrl is null ? null : new Uri(baseUrl);
        KeyVariable = keyVariable;
    }

    /// <summary>The name used in configuration.</summary>
    public string Name { get; }

    /// <summary>The public address, or <see langword="null"/> if each account has its own.</summary>
    public Uri? BaseUrl { get; }

    /// <summary>The environment variable that usually holds the key, or <see langword="null"/> if none is needed.</summary>
    public string? KeyVariable { get; }

    /// <summary>Whether a key is in that variable, or none is needed.</summary>
    public bool HasKey =>
        KeyVariable is null
        || !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(KeyVariable));

    internal WireProtocolKind Protocol { get; init; } = WireProtocolKind.ChatCompletions;

    /// <summary>Gets the protocol and the provider by the names that fields, tools and blocks are addressed to.</summary>
    internal Speaker Speaker =>
        field ??= new(
            Protocol switch
            {
                WireProtocolKind.ChatCompletions => WireProtocols.ChatCompletions,
                WireProtocolKind.Messages => WireProtocols.Messages,
                WireProtocolKind.GenerateContent => WireProtocols.GenerateContent,
                _ => WireProtocols.Responses,
            },
            Name
        )
        {
            Takes = Protocol switch
            {
                WireProtocolKind.ChatCompletions => Dialect.Takes,
                WireProtocolKind.GenerateContent => MediaKinds.All,
                _ => MediaKinds.File | MediaKinds.LinkedFile,
            },
        };

    /// <summary>Who speaks OpenAI's protocol may have OpenAI's embeddings; whether it has, its own answer says.</summary>
    internal bool MayHaveEmbeddings =>
        Protocol is WireProtocolKind.ChatCompletions or WireProtocolKind.Responses;

    internal ChatCompletionsDialect Dialect
    {
        get => field ??= new() { Lacks = DialectFields.LackedBy(Name) };
        init => field = value with { Lacks = DialectFields.LackedBy(Name) };
    }

    internal KeyPlacement KeyPlacement { get; init; } = KeyPlacement.Bearer;

    internal IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
