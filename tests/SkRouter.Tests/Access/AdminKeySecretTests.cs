using SkRouter.Access;

namespace SkRouter.Tests.Access;

public sealed class AdminKeySecretTests
{
    [Fact]
    public void IsSecretOf_ItsOwnRecord_AndNoOther()
    {
        var secret = AdminKeySecret.New();
        var record = AdminKeySecret.Record(secret, DateTimeOffset.UnixEpoch);

        record.Hash.ShouldNotContain(secret[4..]);
        AdminKeySecret.IsSecretOf(record, secret).ShouldBeTrue();
        foreach (var other in new[] { "", secret[..^1], secret + "a", AdminKeySecret.New() })
        {
            AdminKeySecret.IsSecretOf(record, other).ShouldBeFalse();
        }

        AdminKeySecret.Record(secret, DateTimeOffset.UnixEpoch).Hash.ShouldNotBe(record.Hash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("xyz.xyz")]
    [InlineData("ab.abc")]
    [InlineData("a.b.c")]
    public void IsSecretOf_ADamagedRecord_IsFalse(string hash) =>
        AdminKeySecret
            .IsSecretOf(new(hash, DateTimeOffset.UnixEpoch), AdminKeySecret.New())
            .ShouldBeFalse();
}
