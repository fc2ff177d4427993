using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SkRouter.Connectors.Wire;

/// <summary>Which tool-call ids a provider takes. Another's id that does not fit becomes one that does, always the same, so that call and result stay together.</summary>
internal sealed class CallIdRule
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly SearchValues<char> LettersOnly = SearchValues.Create(Letters);

    /// <summary>Any id: the provider makes it fit the model that it serves.</summary>
    public static readonly CallIdRule Any = new() { Longest = int.MaxValue };

    /// <summary>OpenAI's chat completions, and with them most that follow: at most 40 characters of any kind.</summary>
    public static readonly CallIdRule Chat = new() { Longest = 40 };

    /// <summary>OpenAI's Responses: at most 64 characters of any kind.</summary>
    public static readonly CallIdRule Responses = new() { Longest = 64 };

    /// <summary>Mistral's models, wherever they are served: nine letters and digits.</summary>
    public static readonly CallIdRule Mistral = new() { Longest = 9, IsExact = true };

    private int Longest { get; init; }

    private bool IsExact { get; init; }

    public string Fit(string id) =>
        IsExact
            ? id.Length == Longest && !id.AsSpan().ContainsAnyExcept(LettersOnly)
                ? id
                : Hash(id)[..Longest]
            : id.Length is 0 || id.Length > Longest
                ? $"call_{Hash(id)[..24]}"
                : id;

    private static string Hash(string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
