using Microsoft.Extensions.AI;

namespace SkRouter.Relay;

/// <summary>
/// A plain conversation as its client wrote it in OpenAI's chat completions, beside what was read of it. A connector to a provider of that protocol can
/// pass it on as it is, as long as nobody on the way has changed what it says.
/// </summary>
internal sealed class RelayedRequest
{
    private readonly (ChatMessage Message, string Text)[] _messages;
    private readonly RelayedSettings _settings;

    private RelayedRequest(
        RelayedBody body,
        (ChatMessage, string)[] messages,
        RelayedSettings settings
    )
    {
        Body = body;
        _messages = messages;
        _settings = settings;
    }

    public RelayedBody Body { get; }

    /// <summary>Where the model's name is, quotes included; null if there is none.</summary>
    public required Range? Model { get; init; }

    /// <summary>Where the name of the field is that limits the output, without quotes; null if there is none.</summary>
    public required Range? OutputLimit { get; init; }

    public required bool Streamed { get; init; }

    /// <summary>Whether the client has the stream's usage sent.</summary>
    public required bool AsksForUsage { get; init; }

    /// <returns>Null if a message holds more than a text: what that becomes depends on the provider.</returns>
    public static RelayedRequest? Of(
        RelayedBody body,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        (Range? Model, Range? OutputLimit, bool Streamed, bool AsksForUsage) members
    )
    {
        var known = new (ChatMessage, string)[messages.Count];
        for (var i = 0; i < known.Length; i++)
        {
            if (TextOf(messages[i]) is not { } text)
            {
                return null;
            }

            known[i] = (messages[i], text);
        }

        return new(body, known, RelayedSettings.Of(options))
        {
            Model = members.Model,
            OutputLimit = members.OutputLimit,
            Streamed = members.Streamed,
            AsksForUsage = members.AsksForUsage,
        };
    }

    /// <summary>Makes it known to connectors. Clients that are none of ours ask for another type here and take no notice.</summary>
    public void AddTo(ChatOptions options) => options.RawRepresentationFactory = Itself;

    /// <summary>Whether the options carry a body, and not an object that the app made for its own client.</summary>
    public static bool IsIn(ChatOptions options) =>
        options.RawRepresentationFactory?.Target is RelayedRequest;

    private RelayedRequest Itself(IChatClient client) => this;

    /// <summary>What goes along with a call; null if nothing does.</summary>
    public static RelayedRequest? In(ChatOptions? options, IChatClient client) =>
        options?.RawRepresentationFactory?.Invoke(client) as RelayedRequest;

    /// <summary>Whether a call asks what the body says: filters, budgets, loops and the rules for foreign histories may have changed it.</summary>
    public bool StillSays(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        if (messages.Count != _messages.Length || RelayedSettings.Of(options) != _settings)
        {
            return false;
        }

        for (var i = 0; i < _messages.Length; i++)
        {
            var (message, text) = _messages[i];
            if (!ReferenceEquals(message, messages[i]) || !ReferenceEquals(TextOf(message), text))
            {
                return false;
            }
        }

        return true;
    }

    private static string? TextOf(ChatMessage message) =>
        message.AuthorName is null && message.Contents is [TextContent { Text: { } text }]
            ? text
            : null;
}
