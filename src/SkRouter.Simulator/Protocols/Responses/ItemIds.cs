namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>Ids of output items. A call's id names the reasoning that led to it, which must come back with it.</summary>
internal static class ItemIds
{
    private const string CallMark = "fc_r";

    public static string Reasoning(string answer) => "rs_" + Stem(answer);

    public static string Message(string answer) => "msg_" + Stem(answer);

    public static string Call(string answer, int index, bool isReasoned) =>
        FormattableString.Invariant($"{(isReasoned ? CallMark : "fc_p")}{Stem(answer)}{index:D3}");

    public static string? ReasoningBefore(string call) =>
        call.StartsWith(CallMark, StringComparison.Ordinal) && call.Length > CallMark.Length + 3
            ? "rs_" + call[CallMark.Length..^3]
            : null;

    private static string Stem(string answer) => answer["resp_".Length..];
}
