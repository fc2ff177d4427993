using SkRouter.Responses;
using SkRouter.TestKit.Responses;

namespace SkRouter.Tests.Responses;

public sealed class InMemoryResponseStoreTests : ResponseStoreConformance
{
    protected override IResponseStore Create() =>
        new InMemoryResponseStore(Time, InMemoryResponseStore.DefaultMaxBytes);

    [Fact]
    public async Task Save_MoreThanThereIsRoomFor_TheOldestGo()
    {
        var size = Response("resp_1").Input.Length + Response("resp_1").Response.Length;
        var store = new InMemoryResponseStore(Time, maxBytes: size * 2);
        foreach (var id in (string[])["resp_1", "resp_2", "resp_3"])
        {
            await store.SaveAsync(Response(id));
        }

        (await store.FindAsync("resp_1", null)).ShouldBeNull();
        (await store.FindAsync("resp_2", null)).ShouldNotBeNull();
        (await store.FindAsync("resp_3", null)).ShouldNotBeNull();
    }
}
