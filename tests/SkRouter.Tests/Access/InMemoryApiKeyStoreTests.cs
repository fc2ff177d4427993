using SkRouter.Access;
using SkRouter.TestKit.Access;

namespace SkRouter.Tests.Access;

public sealed class InMemoryApiKeyStoreTests : ApiKeyStoreConformance
{
    protected override IApiKeyStore Create() => new InMemoryApiKeyStore();
}
