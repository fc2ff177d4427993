using System.Security.Cryptography;
using System.Text;

namespace SkRouter.Simulator.Protocols;

/// <summary>Seals that tell what this simulator said from what anyone else did, without remembering it.</summary>
internal static class Signatures
{
    public static string Seal(string protocol, string content) =>
        Convert.ToBase64String(
            SHA256.HashData(Encoding.UTF8.GetBytes($"skrouter-simulator/{protocol}/{content}"))
        );

    public static bool Fits(string protocol, string content, string? seal) =>
        seal == Seal(protocol, content);
}
