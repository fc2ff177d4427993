namespace SkRouter.Protocols;

/// <summary>The keys of additional properties that stand for fields of a wire protocol: see <see cref="WireProtocols"/>.</summary>
internal static class ProtocolFields
{
    /// <summary>Under this key the options carry how many tokens a model may reason, whatever its provider.</summary>
    public const string ReasoningBudget = "skrouter.reasoning_budget";

    /// <summary>Under this key the options carry the effort in the caller's own word, beside the member that has fewer of them.</summary>
    public const string ReasoningWord = "skrouter.reasoning_effort";

    /// <summary>Under this key the options carry whether the answer's schema is strict. Chat clients of Microsoft.Extensions.AI look for it there too.</summary>
    public const string StrictSchema = "strict";

    /// <summary>Under this key the options carry the protocol that the caller speaks, one of <see cref="WireProtocols"/>.</summary>
    public const string CallerProtocol = "skrouter.caller_protocol";

    /// <summary>Under this key the options carry the name of the caller's field that says how much a model is to reason.</summary>
    public const string ReasoningField = "skrouter.reasoning_field";

    /// <summary>Under this key the options say that the caller's protocol has no place for a second tool call in an answer.</summary>
    public const string OneCall = "skrouter.one_call";

    /// <summary>Under this key a system message says that its role was <c>developer</c>.</summary>
    public const string DeveloperRole = "skrouter.developer";

    /// <summary>Under this key a content says which provider or protocol it is from, where others cannot read it.</summary>
    public const string Origin = "skrouter.provider";

    /// <summary>Under this key a call says that its tool takes one text and is no function: a custom tool of chat completions.</summary>
    public const string CustomCall = "skrouter.custom_call";

    /// <summary>Under this key a text carries its log probabilities, as a list in the form that OpenAI's protocols share.</summary>
    public const string Logprobs = "skrouter.logprobs";

    /// <summary>Under this key reasoning says in which member of a chat completion it came, where that is not <c>reasoning_content</c>.</summary>
    public const string ReasoningMember = "skrouter.reasoning_member";

    /// <summary>Under this key a picture says that a block of its provider beside it shows it too.</summary>
    public const string IsOfBlock = "skrouter.of_block";

    /// <summary>Keys of a text that begin with this name and a dot are members of the part that it was, which a caller of the same protocol gets.</summary>
    public const string Part = "skrouter.part";

    /// <summary>Under this key a piece of a stream says that its text is a new block and does not go on with the one before.</summary>
    public const string NewText = "skrouter.new_text";

    /// <summary>Under this key a sound carries what is said in it.</summary>
    public const string Transcript = "skrouter.transcript";

    /// <summary>Under this name and a provider's, as in <c>google.of_call</c>, reasoning without words names the call that its signature belongs to.</summary>
    public const string OfCall = "of_call";

    /// <summary>
    /// Under this key a text that stands for a block in a protocol's own words carries itself as it was read. The block is sent while the text is the same: who changes
    /// the text changes what is sent.
    /// </summary>
    public const string OwnWords = "skrouter.own_words";

    /// <summary>Under this key a first system message says that it was the <c>instructions</c> of a Responses request and no item of its conversation.</summary>
    public const string Instructions = "skrouter.instructions";

    /// <summary>Under this key a linked file carries its name.</summary>
    public const string FileName = "skrouter.file_name";

    private static readonly string[] Protocols =
    [
        WireProtocols.ChatCompletions,
        WireProtocols.Responses,
        WireProtocols.Messages,
        WireProtocols.GenerateContent,
    ];

    public static bool IsProtocol(string name) => Array.IndexOf(Protocols, name) >= 0;

    public static string Key(string protocol, string name) => $"{protocol}.{name}";

    /// <summary>Gets the protocol that a key is for.</summary>
    /// <returns>Null if it is for none.</returns>
    public static string? ProtocolOf(string key)
    {
        foreach (var protocol in Protocols)
        {
            if (IsAfter(key, protocol))
            {
                return protocol;
            }
        }

        return null;
    }

    /// <summary>Gets what follows a name and a dot.</summary>
    /// <returns>Null if the key does not begin so.</returns>
    public static string? After(string key, string name) =>
        IsAfter(key, name) ? key[(name.Length + 1)..] : null;

    private static bool IsAfter(string key, string name) =>
        key.Length > name.Length + 1
        && key[name.Length] == '.'
        && key.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
