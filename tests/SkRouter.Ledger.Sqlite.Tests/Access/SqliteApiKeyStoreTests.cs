using System.Text;
using SkRouter.Access;
using SkRouter.Ledger.Sqlite.Access;
using SkRouter.Resilience;
using SkRouter.TestKit.Access;

namespace SkRouter.Ledger.Sqlite.Tests.Access;

public sealed class SqliteApiKeyStoreTests : ApiKeyStoreConformance, IDisposable
{
    private static readonly ApiKey Key = new()
    {
        Id = "key_1",
        Name = "ann",
        Prefix = "skr-abcdef",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly LedgerFolder _folder = new();

    protected override IApiKeyStore Create() => Open();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_KeyOfAnotherProcess_IsFound()
    {
        Open().Add(Key, "skr-secret");

        Open().Find("skr-secret").ShouldBe(Key);
        Open().Revoke(Key.Id, DateTimeOffset.UnixEpoch.AddDays(1)).ShouldBeTrue();
        Open().Find("skr-secret")!.RevokedAt.ShouldNotBeNull();
    }

    [Fact]
    public void Add_AnyKey_LeavesNoSecretInAnyFile()
    {
        var secret = ApiKeySecret.New();
        Open().Add(Key, secret);

        foreach (var file in Directory.GetFiles(System.IO.Path.GetDirectoryName(_folder.Path)!))
        {
            Encoding.Latin1.GetString(ReadShared(file)).ShouldNotContain(secret[4..]);
        }
    }

    [Fact]
    public void Add_FirstKey_MakesAPepperForItsOwnerAlone()
    {
        Open().Add(Key, "skr-secret");

        var pepper = new FileInfo(_folder.Path + ".pepper");
        pepper.Length.ShouldBe(32);
        if (!OperatingSystem.IsWindows())
        {
            pepper.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void Find_OtherPepper_FindsNothing()
    {
        Open(new string('a', 32)).Add(Key, "skr-secret");

        Open(new string('a', 32)).Find("skr-secret").ShouldNotBeNull();
        Open(new string('b', 32)).Find("skr-secret").ShouldBeNull();
        File.Exists(_folder.Path + ".pepper").ShouldBeFalse();
    }

    [Fact]
    public void Add_PepperOfTheEnvironmentTooShort_SaysSo()
    {
        var failure = Should.Throw<RouterConfigurationException>(() =>
            Open("short").Add(Key, "skr-secret")
        );

        failure.Message.ShouldContain(KeyPepper.Variable);
        failure.Message.ShouldNotContain("short ");
    }

    [Fact]
    public void Find_PepperDamaged_SaysWhatToDo()
    {
        Open().Add(Key, "skr-secret");
        File.WriteAllText(_folder.Path + ".pepper", "x");

        Should
            .Throw<RouterException>(() => Open().Find("skr-secret"))
            .Message.ShouldContain(".pepper");
    }

    private SqliteApiKeyStore Open(string? pepper = null) =>
        new(
            _folder.Path,
            TimeSpan.FromSeconds(5),
            name => name == KeyPepper.Variable ? pepper : null
        );

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
