using SkRouter.Access;
using SkRouter.TestKit.Access;

namespace SkRouter.Tests.Access;

public sealed class InMemoryOwnershipStoreTests : OwnershipStoreConformance
{
    protected override IOwnershipStore Create() => new InMemoryOwnershipStore();
}
