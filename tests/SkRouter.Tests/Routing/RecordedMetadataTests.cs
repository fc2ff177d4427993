using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.Tests.Routing;

public sealed class RecordedMetadataTests
{
    private static readonly Dictionary<string, object?> Provider = new()
    {
        ["Id"] = "answer-1",
        ["Usage"] = null,
    };

    [Fact]
    public void Metadata_OverAProvidersOwn_HasBothAndListsTheProviders()
    {
        var metadata = new RecordedMetadata(Provider, record: null);

        metadata.Keys.ShouldBe(["Id", "Usage"]);
        metadata.Values.ShouldBe(["answer-1", null]);
        metadata.Count.ShouldBe(2);
        metadata.ContainsKey(DecisionRecord.MetadataKey).ShouldBeTrue();
        metadata.TryGetValue(DecisionRecord.MetadataKey, out _).ShouldBeTrue();
        metadata["Id"].ShouldBe("answer-1");
        metadata.ContainsKey("Usage").ShouldBeTrue();
        metadata.TryGetValue("Other", out _).ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => metadata["Other"]).Message.ShouldContain("Other");
    }

    [Fact]
    public void Metadata_OfAMessageThatWasHandedOutBefore_HasTheNewRecordOnce()
    {
        var again = new RecordedMetadata(new RecordedMetadata(Provider, null), null);

        again.Count.ShouldBe(2);
        again.Keys.Count().ShouldBe(2);
    }

    [Fact]
    public void Metadata_OverNothing_HasTheRecordOnly()
    {
        var metadata = new RecordedMetadata(provider: null, record: null);

        metadata.ShouldBeEmpty();
        metadata.Count.ShouldBe(0);
        metadata.ContainsKey(DecisionRecord.MetadataKey).ShouldBeTrue();
    }
}
