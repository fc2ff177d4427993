using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SkRouter.Cli.Training;

/// <summary>Puts prompts that share a beginning into one group, so that a passage never lies on both sides of a split.</summary>
internal static class PromptGroup
{
    private const int CharactersCompared = 120;

    internal static string KeyOf(string prompt)
    {
        var start = prompt[..Math.Min(CharactersCompared, prompt.Length)].ToLowerInvariant();
        return string.Join(' ', start.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    internal static int FoldOf(string key, int folds)
    {
        // SHA-1 only spreads the keys evenly and the same everywhere; nothing is protected by it.
#pragma warning disable CA5350
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes(key));
#pragma warning restore CA5350
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(hash) % (uint)folds);
    }
}
