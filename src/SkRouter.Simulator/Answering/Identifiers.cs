namespace SkRouter.Simulator.Answering;

/// <summary>Ids in the provider's form, drawn from the seed.</summary>
internal static class Identifiers
{
    private const string Alphabet =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Completion(Random random) => "chatcmpl-" + Draw(random, Alphabet, 29);

    public static string Call(Random random) => "call_" + Draw(random, Alphabet, 24);

    public static string Message(Random random) => "msg_01" + Draw(random, Alphabet, 22);

    public static string ToolUse(Random random) => "toolu_01" + Draw(random, Alphabet, 22);

    public static string Response(Random random) => "resp_" + Draw(random, "0123456789abcdef", 48);

    public static string Letters(Random random, int length) => Draw(random, Alphabet, length);

    public static string Request(Random random) => "req_" + Draw(random, "0123456789abcdef", 32);

    /// <summary>One source of randomness per request, so that what runs beside it changes nothing.</summary>
    public static Random For(int seed, string model, int number)
    {
        // FNV-1a: string.GetHashCode differs from process to process.
        var hash = 2166136261u;
        foreach (var character in model)
        {
            hash = (hash ^ character) * 16777619;
        }

        return new(
            unchecked((int)(((hash ^ (uint)seed) * 16777619) ^ ((uint)number * 2654435761)))
        );
    }

    private static string Draw(Random random, string alphabet, int length) =>
        string.Create(
            length,
            (random, alphabet),
            static (span, state) =>
            {
                foreach (ref var character in span)
                {
                    character = state.alphabet[state.random.Next(state.alphabet.Length)];
                }
            }
        );
}
