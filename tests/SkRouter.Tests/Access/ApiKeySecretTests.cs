using System.Buffers.Text;
using SkRouter.Access;

namespace SkRouter.Tests.Access;

public sealed class ApiKeySecretTests
{
    [Fact]
    public void New_Always_Has256BitsBehindThePrefixAndIsAnother()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => ApiKeySecret.New()).ToList();

        secrets.Distinct(StringComparer.Ordinal).Count().ShouldBe(100);
        secrets.ShouldAllBe(secret => secret.StartsWith("skr-", StringComparison.Ordinal));
        secrets
            .ConvertAll(secret => Base64Url.DecodeFromChars(secret.AsSpan(4)).Length)
            .ShouldAllBe(bytes => bytes == 32);
        secrets.ShouldAllBe(secret => ApiKeySecret.PrefixOf(secret).Length == 10);
    }

    [Fact]
    public void Hash_OtherPepper_IsAnother()
    {
        var secret = ApiKeySecret.New();

        ApiKeySecret.Hash(secret, [1]).ShouldBe(ApiKeySecret.Hash(secret, [1]));
        ApiKeySecret.Hash(secret, [1]).ShouldNotBe(ApiKeySecret.Hash(secret, [2]));
    }
}
