using System.Text.RegularExpressions;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>How a provider forms the ids of tool calls, and which of others it takes.</summary>
internal sealed partial class CallIdForm
{
    /// <summary>OpenAI's own, and any other.</summary>
    public static readonly CallIdForm Any = new();

    /// <summary>OpenAI takes no longer ones.</summary>
    public static readonly CallIdForm OpenAI = new() { Longest = 40 };

    /// <summary>Mistral takes nine letters and digits and nothing else.</summary>
    public static readonly CallIdForm Mistral = new() { Allowed = NineCharacters() };

    /// <summary>Some models behind OpenRouter name the tool in the id.</summary>
    public static readonly CallIdForm OpenRouter = new() { NamesTool = true };

    private int? Longest { get; init; }
    private Regex? Allowed { get; init; }
    private bool NamesTool { get; init; }

    public string New(Random random, string tool, int index) =>
        NamesTool ? FormattableString.Invariant($"functions.{tool}:{index}")
        : Allowed is not null ? Identifiers.Letters(random, 9)
        : Identifiers.Call(random);

    public void Check(string id, int message)
    {
        if (Allowed?.IsMatch(id) == false)
        {
            throw new ApiError(
                400,
                $"Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9.",
                "invalid_request_error",
                null,
                "3280"
            );
        }

        if (id.Length > Longest)
        {
            throw ApiError.Invalid(
                FormattableString.Invariant(
                    $"Invalid 'messages[{message}].tool_calls[0].id': string too long. Expected a string with maximum length {Longest}, but got a string with length {id.Length} instead."
                ),
                FormattableString.Invariant($"messages[{message}].tool_calls[0].id"),
                "string_above_max_length"
            );
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9]{9}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NineCharacters();
}
