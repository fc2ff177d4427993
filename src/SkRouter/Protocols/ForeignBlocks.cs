using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>Decides which blocks in the words of one protocol a request can be sent without.</summary>
internal static class ForeignBlocks
{
    /// <summary>Tools in the middle of a conversation, which are offered as functions too.</summary>
    public const string AdditionalTools = "additional_tools";

    /// <summary>What stands in a user's turn and says nothing: it changes tools and settings, or asks for something to be done with the conversation.</summary>
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        AdditionalTools,
        "configuration_update",
        "compaction_trigger",
        "tool_addition",
        "tool_removal",
        "fallback",
    };

    /// <summary>
    /// Whether a request would mean something else without a block: what the user said, and the only remainder of the conversation before.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="name">Its type.</param>
    /// <param name="role">Whose turn it is in.</param>
    public static bool IsNeeded(ProviderContent block, string name, ChatRole role) =>
        ProtocolFields.IsProtocol(block.Provider)
        && (name == "compaction" || (role == ChatRole.User && !Silent.Contains(name)));
}
