using System.Security.Cryptography;
using System.Text;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>
/// Decides what goes wrong with a request from the seed, the call, the deployment and the try alone, so that a run with the same seed has the same faults whatever
/// the timing.
/// </summary>
internal sealed class FaultPlan(int seed)
{
    /// <summary>The deployment on which only the caller who asks for it has faults.</summary>
    public const string Sound = "alpha";

    private static readonly UpstreamFault[] Rough =
    [
        UpstreamFault.TooManyRequests,
        UpstreamFault.InternalError,
        UpstreamFault.InternalError,
        UpstreamFault.Overloaded,
        UpstreamFault.Html,
        UpstreamFault.Malformed,
        UpstreamFault.Empty,
        UpstreamFault.Reset,
        UpstreamFault.Cut,
        UpstreamFault.Cut,
        UpstreamFault.Slow,
        UpstreamFault.Slow,
        UpstreamFault.Silence,
    ];

    /// <param name="wish">What the prompt asks for: <c>steady</c>, <c>rough</c> or the name of a fault.</param>
    /// <param name="call">The call's id.</param>
    /// <param name="model">Who is asked.</param>
    /// <param name="attempt">The number of times that the call asked there before.</param>
    public UpstreamFault Of(string wish, string call, string model, int attempt)
    {
        if (Enum.TryParse<UpstreamFault>(wish, out var wished))
        {
            return wished;
        }

        if (wish != "rough" || model == Sound)
        {
            return UpstreamFault.None;
        }

        var number = Number(FormattableString.Invariant($"{seed}/{call}/{model}/{attempt}"));
        return number % 2 == 0 ? UpstreamFault.None : Rough[number / 2 % (uint)Rough.Length];
    }

    private static uint Number(string text) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
