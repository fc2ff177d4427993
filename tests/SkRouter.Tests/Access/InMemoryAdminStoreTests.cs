using SkRouter.Access;
using SkRouter.TestKit.Access;

namespace SkRouter.Tests.Access;

public sealed class InMemoryAdminStoreTests : AdminStoreConformance
{
    protected override IAdminStore Create() => new InMemoryAdminStore();
}
