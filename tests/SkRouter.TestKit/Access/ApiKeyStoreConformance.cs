using Shouldly;
using SkRouter.Access;
using Xunit;

namespace SkRouter.TestKit.Access;

/// <summary>What every store of virtual keys does.</summary>
public abstract class ApiKeyStoreConformance
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    protected abstract IApiKeyStore Create();

    [Fact]
    public void Find_SecretOfAKey_IsThatKeyWithEverythingItSays()
    {
        var store = Create();
        var key = Key("a") with
        {
            ExpiresAt = Now.AddDays(30),
            Targets = ["coder", "gpt-4.1, the \"best\""],
            Tenant = "acme",
            RequestsPerMinute = 60,
            TokensPerMinute = 5_000_000_000,
            MaxParallel = 4,
            CacheFor = TimeSpan.FromHours(1),
        };
        store.Add(Key("b"), "skr-secret-b");
        store.Add(key, "skr-secret-a");

        var found = store.Find("skr-secret-a").ShouldNotBeNull();

        found.Targets.ShouldBe(key.Targets);
        (found with { Targets = null }).ShouldBe(key with { Targets = null });
        store.Find("skr-secret-b").ShouldBe(Key("b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("skr-secret")]
    [InlineData("skr-secret-a ")]
    [InlineData("SKR-SECRET-A")]
    [InlineData("key_a")]
    [InlineData("' OR 1=1 --")]
    public void Find_AnythingElse_IsNothing(string secret)
    {
        var store = Create();
        store.Find(secret).ShouldBeNull();
        store.Add(Key("a"), "skr-secret-a");

        store.Find(secret).ShouldBeNull();
    }

    [Fact]
    public void List_All_OldestFirst()
    {
        var store = Create();
        store.List().ShouldBeEmpty();
        store.Add(Key("young") with { CreatedAt = Now.AddHours(1) }, "1");
        store.Add(Key("old"), "2");
        store.Add(Key("youngest") with { CreatedAt = Now.AddHours(2) }, "3");

        store
            .List()
            .OrderBy(key => key.CreatedAt)
            .Select(key => key.Id)
            .ShouldBe(["old", "young", "youngest"]);
    }

    [Fact]
    public void Revoke_OnceAndAgain_SaysWhenItWasAndOnlyTheFirstCounts()
    {
        var store = Create();
        store.Add(Key("a"), "1");
        store.Add(Key("b"), "2");

        store.Revoke("a", Now.AddDays(1)).ShouldBeTrue();
        store.Revoke("a", Now.AddDays(2)).ShouldBeFalse();
        store.Revoke("nobody", Now).ShouldBeFalse();

        store.Find("1")!.RevokedAt.ShouldBe(Now.AddDays(1));
        store.Find("2")!.RevokedAt.ShouldBeNull();
    }

    [Fact]
    public void Add_IdThatIsTaken_IsRefused()
    {
        var store = Create();
        store.Add(Key("a"), "1");

        Should
            .Throw<ArgumentException>(() => store.Add(Key("a"), "2"))
            .Message.ShouldContain("'a'");
        store.Find("2").ShouldBeNull();
    }

    private static ApiKey Key(string id) =>
        new()
        {
            Id = id,
            Name = $"name of {id}",
            Prefix = "skr-secret",
            CreatedAt = Now,
        };
}
