using System.Security.Cryptography;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Access;

/// <summary>
/// The pepper of a ledger's keys: from the environment, or else from a file beside the ledger that only its owner may read and that is made with
/// the first key.
/// </summary>
internal static class KeyPepper
{
    public const string Variable = "SKROUTER_KEY_PEPPER";
    private const string Extension = ".pepper";
    private const int Bytes = 32;
    private const int FewestCharacters = 32;

    /// <summary>Null if nobody has made one yet: then there are no keys either.</summary>
    public static byte[]? Find(string ledger, Func<string, string?> environment) =>
        FromEnvironment(environment) ?? Read(ledger + Extension);

    /// <summary>The one that is there, or a new one.</summary>
    public static byte[] FindOrMake(string ledger, Func<string, string?> environment) =>
        Find(ledger, environment) ?? Make(ledger + Extension);

    private static byte[]? FromEnvironment(Func<string, string?> environment)
    {
        var text = environment(Variable);
        return string.IsNullOrEmpty(text) ? null
            : text.Length >= FewestCharacters ? System.Text.Encoding.UTF8.GetBytes(text)
            : throw new RouterConfigurationException([
                $"{Variable} is shorter than {FewestCharacters} characters; make it long and random, or remove it to let the ledger have one of its own",
            ]);
    }

    private static byte[]? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        OwnerOnly.Prepare(path);
        var pepper = File.ReadAllBytes(path);
        return pepper.Length == Bytes
            ? pepper
            : throw new RouterException(
                RouterErrorCode.Ledger,
                $"'{Path.GetFullPath(path)}' is no key pepper ({pepper.Length} bytes instead of {Bytes}). Bring back the file that the keys were made with; without it they cannot be recognised, so delete it and make new keys."
            );
    }

    private static byte[] Make(string path)
    {
        var pepper = RandomNumberGenerator.GetBytes(Bytes);
        // Whole or not at all, also when two processes make their first key at once.
        var half = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(half, OwnerOnly.Options(FileMode.CreateNew)))
        {
            file.Write(pepper);
        }

        try
        {
            File.Move(half, path, overwrite: false);
            return pepper;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(half);
            return Read(path)!;
        }
    }
}
