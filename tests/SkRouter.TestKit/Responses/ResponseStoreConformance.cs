using System.Text;
using Shouldly;
using SkRouter.Responses;
using Xunit;

namespace SkRouter.TestKit.Responses;

/// <summary>What every store of responses does.</summary>
public abstract class ResponseStoreConformance
{
    private static readonly DateTimeOffset Start = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    protected ManualTime Time { get; } = new(Start);

    protected abstract IResponseStore Create();

    [Fact]
    public async Task Find_SavedResponse_IsTheSame()
    {
        var store = Create();
        var saved = Response("resp_1") with
        {
            Owner = "key_1",
            PreviousId = "resp_0",
            ItemIds = ["msg_1", "fc_1"],
        };
        await store.SaveAsync(saved);

        var found = (await store.FindAsync("resp_1", "key_1")).ShouldNotBeNull();

        (found.Id, found.Owner, found.PreviousId).ShouldBe(("resp_1", "key_1", "resp_0"));
        (found.CreatedAt, found.ExpiresAt).ShouldBe((saved.CreatedAt, saved.ExpiresAt));
        found.Input.ToArray().ShouldBe(saved.Input.ToArray());
        found.Response.ToArray().ShouldBe(saved.Response.ToArray());
    }

    [Fact]
    public async Task FindByItem_ItemOfSeveralResponses_IsTheLatest()
    {
        var store = Create();
        await store.SaveAsync(Response("resp_1") with { ItemIds = ["msg_1", "fc_1"] });
        await store.SaveAsync(
            Response("resp_2") with
            {
                ItemIds = ["msg_1"],
                CreatedAt = Start.AddMinutes(1),
            }
        );

        (await store.FindByItemAsync("msg_1", null))!.Id.ShouldBe("resp_2");
        (await store.FindByItemAsync("fc_1", null))!.Id.ShouldBe("resp_1");
        (await store.FindByItemAsync("msg_2", null)).ShouldBeNull();
    }

    [Theory]
    [InlineData("key_1", "key_2")]
    [InlineData("key_1", null)]
    [InlineData(null, "key_1")]
    public async Task Any_ResponseOfAnotherKey_IsNotThere(string? owner, string? other)
    {
        var store = Create();
        await store.SaveAsync(Response("resp_1") with { Owner = owner, ItemIds = ["msg_1"] });

        (await store.FindAsync("resp_1", other)).ShouldBeNull();
        (await store.FindByItemAsync("msg_1", other)).ShouldBeNull();
        (await store.DeleteAsync("resp_1", other)).ShouldBeFalse();
        (await store.FindAsync("resp_1", owner)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Delete_Response_IsGoneWithItsItems()
    {
        var store = Create();
        await store.SaveAsync(Response("resp_1") with { ItemIds = ["msg_1"] });

        (await store.DeleteAsync("resp_1", null)).ShouldBeTrue();

        (await store.FindAsync("resp_1", null)).ShouldBeNull();
        (await store.FindByItemAsync("msg_1", null)).ShouldBeNull();
        (await store.DeleteAsync("resp_1", null)).ShouldBeFalse();
    }

    [Fact]
    public async Task Any_ExpiredResponse_IsNotThere()
    {
        var store = Create();
        await store.SaveAsync(Response("resp_1") with { ItemIds = ["msg_1"] });
        Time.Now = Start.AddDays(1);

        (await store.FindAsync("resp_1", null)).ShouldBeNull();
        (await store.FindByItemAsync("msg_1", null)).ShouldBeNull();
        (await store.DeleteAsync("resp_1", null)).ShouldBeFalse();
        await store.SaveAsync(
            Response("resp_2") with
            {
                CreatedAt = Time.Now,
                ExpiresAt = Time.Now.AddDays(1),
            }
        );
        (await store.FindAsync("resp_2", null)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Save_SameIdAgain_ReplacesTheFirst()
    {
        var store = Create();
        await store.SaveAsync(Response("resp_1") with { ItemIds = ["msg_1"] });
        await store.SaveAsync(Response("resp_1") with { PreviousId = "resp_0" });

        (await store.FindAsync("resp_1", null))!.PreviousId.ShouldBe("resp_0");
        (await store.FindByItemAsync("msg_1", null)).ShouldBeNull();
    }

    protected static StoredResponse Response(string id) =>
        new()
        {
            Id = id,
            CreatedAt = Start,
            ExpiresAt = Start.AddDays(1),
            Input = Encoding.UTF8.GetBytes("""[{"type":"message","id":"msg_1","content":"ü ☕"}]"""),
            Response = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","output":[]}"""),
        };

    /// <summary>A clock that stands still until it is set.</summary>
    protected sealed class ManualTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
