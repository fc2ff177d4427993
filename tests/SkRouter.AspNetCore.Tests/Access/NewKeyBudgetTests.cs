using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SkRouter.Access;
using SkRouter.Budgets;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Access;

/// <summary>A key that another process made with a budget, while this one was running.</summary>
public sealed class NewKeyBudgetTests
{
    private readonly VirtualTimeProvider _time = new();

    [Fact]
    public async Task Post_FirstCallOfANewKey_IsHeldToItsBudget()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("yes"));
        var store = new SharedStore(_time);
        await using var server = await ApiServer.StartAsync(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Services.Replace(ServiceDescriptor.Singleton<IBudgetStore>(store));
                router.Role("writer", role => role.Prefer("m"));
            },
            models: [("m", new ScriptedChatClient(model))]
        );
        // So that it is up and has read the budgets of the store.
        _ = await server.Router.Budgets.SnapshotAsync();

        var secret = ApiKeySecret.New();
        var key = new ApiKey
        {
            Id = "k-new",
            Name = "new",
            Prefix = secret[..8],
            CreatedAt = _time.GetUtcNow(),
        };
        server.Services.GetRequiredService<IApiKeyStore>().Add(key, secret);
        store.Stored =
        [
            new(new(BudgetScopeKind.Tag, $"{ApiKey.Tag}={key.Id}"), 0, BudgetWindow.Forever),
        ];
        using var response = await server.PostAsync(
            "/v1/chat/completions",
            """{"model":"writer","messages":[{"role":"user","content":"hello"}]}""",
            ("Authorization", $"Bearer {secret}")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        model.Requests.ShouldBe(0);
    }

    private sealed class SharedStore(TimeProvider time) : IBudgetStore, IStoredBudgets
    {
        private readonly InMemoryBudgetStore _counts = new(time);

        public IReadOnlyList<Budget> Stored { get; set; } = [];

        public IReadOnlyList<Budget> Read() => Stored;

        public ValueTask<BudgetGrant> ReserveAsync(
            BudgetReservation reservation,
            CancellationToken cancellationToken = default
        ) => _counts.ReserveAsync(reservation, cancellationToken);

        public ValueTask<IReadOnlyList<BudgetState>> SettleAsync(
            BudgetReservation reservation,
            IReadOnlyList<decimal> costsUsd,
            CancellationToken cancellationToken = default
        ) => _counts.SettleAsync(reservation, costsUsd, cancellationToken);

        public ValueTask<IReadOnlyList<BudgetState>> ReadAsync(
            IReadOnlyList<Budget> budgets,
            CancellationToken cancellationToken = default
        ) => _counts.ReadAsync(budgets, cancellationToken);
    }
}
