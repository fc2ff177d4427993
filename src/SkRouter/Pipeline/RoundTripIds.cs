using System.Globalization;
using System.Security.Cryptography;

namespace SkRouter.Pipeline;

/// <summary>
/// Ids of round trips, sortable by time: milliseconds, a count, and random bits that are drawn once. Drawing for each id, as a
/// GUID does, asks the operating system every time and costs more than the rest of a routing decision.
/// </summary>
internal sealed class RoundTripIds
{
    private const int TimeDigits = 12;
    private const int Length = 32;
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly ulong _process =
        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 16;
    private uint _count;

    /// <summary>The millisecond in which the round trip with an id began; null for what is no id.</summary>
    public static DateTimeOffset? BeganAt(string id) =>
        id.Length == Length
        && long.TryParse(
            id.AsSpan(0, TimeDigits),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var milliseconds
        )
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, Latest))
            : null;

    public string Next(DateTimeOffset now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeMilliseconds():x12}{Interlocked.Increment(ref _count):x8}{_process:x12}"
        );
}
