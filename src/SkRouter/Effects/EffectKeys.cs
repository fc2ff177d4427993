using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SkRouter.Loops;

namespace SkRouter.Effects;

/// <summary>Numbers the calls of a tool within a piece of work: the same call made twice on purpose is two calls. Begins anew with the process, as the work does.</summary>
internal sealed class EffectKeys
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _made = new(StringComparer.Ordinal);

    public string Next(
        string scope,
        string agent,
        string tool,
        IEnumerable<KeyValuePair<string, object?>> arguments
    )
    {
        var call = $"{scope}\n{agent}\n{tool}\n{CanonicalText.Of(arguments)}";
        int number;
        lock (_gate)
        {
            number = _made.GetValueOrDefault(call);
            _made[call] = number + 1;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{call}\n{number}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }
}
