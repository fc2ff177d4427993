using System.Text.Json;
using SkRouter.Cli.Tests.Route;
using SkRouter.Ledger.Sqlite.Access;

namespace SkRouter.Cli.Tests.Keys;

public sealed class KeyCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Create_EveryLimit_IsInTheStoreAndTheSecretIsShownOnce()
    {
        var made = Run(
            "create",
            "ann",
            "--role",
            "coder",
            "--model",
            "gpt-4.1",
            "--tenant",
            "acme",
            "--rpm",
            "60",
            "--tpm",
            "100000",
            "--parallel",
            "4",
            "--cache",
            "1h",
            "--expires",
            "30d",
            "--budget",
            "5/day"
        );

        made.Error.ShouldContain("shown this once");
        var secret = made.Output.Trim();
        secret.ShouldStartWith("skr-");
        var key = Store().Find(secret).ShouldNotBeNull();
        key.Name.ShouldBe("ann");
        key.Targets.ShouldBe(["coder", "gpt-4.1"]);
        (key.Tenant, key.RequestsPerMinute, key.TokensPerMinute, key.MaxParallel).ShouldBe(
            ("acme", 60, 100_000, 4)
        );
        key.CacheFor.ShouldBe(TimeSpan.FromHours(1));
        (key.ExpiresAt - key.CreatedAt).ShouldBe(TimeSpan.FromDays(30));
        var budgets = CommandRun.Of("budget", "list", "--ledger", Ledger, "--json").Output;
        budgets.ShouldContain($"tag:key={key.Id}");
        var list = Run("list");
        list.Output.ShouldContain("ann");
        list.Output.ShouldNotContain(secret[10..]);
        Run("list", "--json").Output.ShouldNotContain(secret[10..]);
    }

    [Fact]
    public void Create_Json_HasIdAndSecret()
    {
        var json = JsonElement.Parse(Run("create", "ann", "--json").Output);

        var key = Store().Find(json.GetProperty("secret").GetString()!).ShouldNotBeNull();
        key.Id.ShouldBe(json.GetProperty("id").GetString());
    }

    [Fact]
    public void Revoke_ByIdOrBeginning_MakesItUseless()
    {
        var secret = Run("create", "ann").Output.Trim();
        var other = Run("create", "bob").Output.Trim();

        Run("revoke", secret[..10]).Output.ShouldContain("'ann'");
        var bob = Store().Find(other)!;
        Run("revoke", bob.Id).Output.ShouldContain("is revoked");
        Run("revoke", bob.Id).Output.ShouldContain("was revoked before");

        Store().List().ShouldAllBe(key => key.RevokedAt != null);
        Run("list").Output.ShouldContain("revoked");
    }

    [Theory]
    [InlineData("--budget is 'much'", "create", "a", "--budget", "much")]
    [InlineData("--budget is '5/year'", "create", "a", "--budget", "5/year")]
    [InlineData("--expires is '30'", "create", "a", "--expires", "30")]
    [InlineData("--cache is '-1h'", "create", "a", "--cache=-1h")]
    [InlineData("--rpm is 0", "create", "a", "--rpm", "0")]
    [InlineData("name has", "create", " ")]
    [InlineData("no key 'nobody'", "revoke", "nobody")]
    public void Wrong_Input_SaysWhatAndMakesNothing(string expected, params string[] arguments)
    {
        var run = Run(arguments);

        run.Error.ShouldContain(expected);
        run.ExitCode.ShouldBe(2);
        Store().List().ShouldBeEmpty();
    }

    [Fact]
    public void Revoke_BeginningOfSeveral_ListsThem()
    {
        Run("create", "ann");
        Run("create", "bob");

        var run = Run("revoke", "skr-");

        run.Error.ShouldContain("2 keys");
        Store().List().ShouldAllBe(key => key.RevokedAt == null);
    }

    private CommandRun Run(params string[] arguments) =>
        CommandRun.Of(["key", .. arguments, "--ledger", Ledger]);

    private SqliteApiKeyStore Store() => new(Ledger, TimeSpan.FromSeconds(5), _ => null);
}
