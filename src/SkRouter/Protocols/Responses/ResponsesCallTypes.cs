namespace SkRouter.Protocols.Responses;

/// <summary>Names of the Responses API's items for calls that the client runs, and for their results.</summary>
internal static class ResponsesCallTypes
{
    public const string Function = "function_call";
    public const string Custom = "custom_tool_call";
    public const string ApplyPatch = "apply_patch_call";
    public const string Shell = "shell_call";
    public const string LocalShell = "local_shell_call";
    public const string Computer = "computer_call";
    public const string ToolSearch = "tool_search_call";

    private const string Output = "_output";

    /// <summary>The names of the functions that stand for tools without a name of their own.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [ApplyPatch] = "apply_patch",
        [Shell] = "shell",
        [LocalShell] = "local_shell",
        [Computer] = "computer",
        [ToolSearch] = "tool_search",
    };

    public static bool IsCall(string type) => type is Function or Custom || Names.ContainsKey(type);

    /// <summary>Gets the type of a call's result.</summary>
    public static string OutputOf(string call) =>
        call == ToolSearch ? "tool_search_output" : call + Output;

    /// <summary>Gets the type of the call that a result belongs to.</summary>
    /// <returns>Null if it is no result of a tool that the client runs.</returns>
    public static string? CallOf(string output)
    {
        if (output == "tool_search_output")
        {
            return ToolSearch;
        }

        var call = output.EndsWith(Output, StringComparison.Ordinal)
            ? output[..^Output.Length]
            : "";
        return IsCall(call) && call != ToolSearch ? call : null;
    }

    /// <summary>Gets what a tool without a name of its own is called as a function.</summary>
    /// <returns>Null if its calls say the name.</returns>
    public static string? NameOf(string call) => Names.GetValueOrDefault(call);

    /// <summary>Gets what the ids of a type's items begin with.</summary>
    public static string PrefixOf(string call) =>
        call switch
        {
            Custom => "ctc",
            ApplyPatch => "apc",
            Shell => "sh",
            LocalShell => "lsh",
            Computer => "cu",
            ToolSearch => "tsc",
            _ => "fc",
        };
}
