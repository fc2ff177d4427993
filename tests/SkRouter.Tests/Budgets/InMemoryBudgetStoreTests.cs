using SkRouter.Budgets;
using SkRouter.TestKit.Budgets;

namespace SkRouter.Tests.Budgets;

public sealed class InMemoryBudgetStoreTests : BudgetStoreConformance
{
    protected override IBudgetStore Create(TimeProvider time) => new InMemoryBudgetStore(time);
}
