using SkRouter.Ledger.Sqlite.Access;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests.Access;

public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode ForAll =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead
        | UnixFileMode.OtherRead;

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.Committed)]
    [InlineData(Durability.Strict)]
    public async Task Files_OfALedgerInUse_AreTheirOwnersAlone(Durability durability)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var ledger = _folder.Open(new() { Durability = durability });
        await ledger.AppendAsync(
            new SampleRecords(1, DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1)).Take(1)[0]
        );
        new SqliteApiKeyStore(_folder.Path, TimeSpan.FromSeconds(5), _ => null).Add(
            new()
            {
                Id = "key_1",
                Name = "ann",
                Prefix = "skr-abcdef",
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            "skr-secret"
        );

        var files = Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!);
        files.Length.ShouldBeGreaterThan(2);
        foreach (var file in files)
        {
            File.GetUnixFileMode(file)
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task Files_ThatOthersCouldRead_AreTakenFromThem()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using (_folder.Open()) { }

        File.SetUnixFileMode(_folder.Path, ForAll);
        await using var again = _folder.Open();

        File.GetUnixFileMode(_folder.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
