using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Microsoft.SemanticKernel;
using SkRouter.Budgets;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

/// <summary>A budget that is set when its period has begun knows what was spent in it.</summary>
public sealed class BudgetInMidPeriodTests
{
    // One answer of 100 tokens in and 10 out at 1 and 10 USD a million.
    private const decimal Answer = 0.0002m;

    private readonly FakeTimeProvider _time = new(new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<BudgetScopeKind, string, string> Scopes { get; } =
        new()
        {
            { BudgetScopeKind.All, "", "day" },
            { BudgetScopeKind.Role, "coder", "day" },
            { BudgetScopeKind.Role, "coder", "forever" },
            { BudgetScopeKind.Role, "coder", "rolling 06:00:00" },
            { BudgetScopeKind.Role, "*", "month" },
            { BudgetScopeKind.Agent, "coder", "week" },
            { BudgetScopeKind.Deployment, "a", "day" },
            { BudgetScopeKind.Run, "r1", "day" },
            { BudgetScopeKind.Tenant, "acme", "day" },
            { BudgetScopeKind.Tag, "team=blue", "day" },
            { BudgetScopeKind.Tag, "team=*", "day" },
        };

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Set_AfterSomeWasSpent_CountsIt(
        BudgetScopeKind kind,
        string name,
        string window
    )
    {
        var kernel = Kernel();
        await AskAsync(kernel);
        await AskAsync(kernel);
        _time.Advance(TimeSpan.FromMinutes(10));

        kernel.Router().Budgets.Set(new(new(kind, name), 1, BudgetWindow.Parse(window)));
        await AskAsync(kernel);

        var state = (await kernel.Router().Budgets.SnapshotAsync()).ShouldHaveSingleItem();
        state.SpentUsd.ShouldBe(3 * Answer);
    }

    [Fact]
    public async Task Set_MoreIsSpentThanItAllows_RefusesAndSaysWhichHowAndUntilWhen()
    {
        var kernel = Kernel();
        await AskAsync(kernel);
        kernel
            .Router()
            .Budgets.Set(
                new(
                    new(BudgetScopeKind.Role, "coder"),
                    Answer / 2,
                    BudgetWindow.Calendar(Period.Day)
                )
            );

        var error = await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel));

        error.Message.ShouldContain("role 'coder'", Case.Insensitive);
        error.Message.ShouldContain("limit 0.0001 USD (day UTC), spent 0.0002, reserved 0");
        error.Message.ShouldContain("resets: 2026-11-19 00:00:00Z");
        var record = (await kernel.RecordsAsync())[^1];
        record.Error.ShouldBe(RouterErrorCode.BudgetExceeded);
        // The request's page shows the record's notes.
        record.Notes.ShouldContain(error.Message);
    }

    [Fact]
    public async Task Set_WhatWasSpentIsOfAnotherPeriod_BeginsWithNothing()
    {
        var kernel = Kernel();
        await AskAsync(kernel);
        _time.Advance(TimeSpan.FromDays(1));

        kernel
            .Router()
            .Budgets.Set(
                new(new(BudgetScopeKind.Role, "coder"), 1, BudgetWindow.Calendar(Period.Day))
            );

        (await kernel.Router().Budgets.SnapshotAsync())[0].SpentUsd.ShouldBe(0);
    }

    [Fact]
    public async Task Answer_DoesNotFitThoughNothingIsSpent_LogSaysNoShareOfIt()
    {
        var log = new Lines();
        var kernel = Kernel(log);
        kernel
            .Router()
            .Budgets.Set(
                new(new(BudgetScopeKind.Role, "coder"), 0.0005m, BudgetWindow.Calendar(Period.Day))
            );

        await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel, "x", 10_000));

        log.All.ShouldContain(line =>
            line.Contains("refused a call", StringComparison.Ordinal)
            && line.Contains(
                "limit 0.0005 USD (day UTC), spent 0, reserved 0",
                StringComparison.Ordinal
            )
        );
        log.All.ShouldNotContain(line => line.Contains("100 %", StringComparison.Ordinal));
    }

    private Kernel Kernel(ILoggerProvider? log = null) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                if (log is not null)
                {
                    router.Services.AddSingleton<ILoggerFactory>(_ =>
                        LoggerFactory.Create(logging => logging.AddProvider(log))
                    );
                }

                router.Role("coder", role => role.Prefer("a"));
            },
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );

    private static Task<ChatResponse> AskAsync(
        Kernel kernel,
        string text = "hello",
        int limit = 10
    ) =>
        kernel
            .Router()
            .ForRole("coder")
            .GetResponseAsync(
                text,
                new()
                {
                    MaxOutputTokens = limit,
                    AdditionalProperties = new()
                    {
                        ["skrouter.run"] = "r1",
                        ["skrouter.tenant"] = "acme",
                        ["skrouter.tags"] = new Dictionary<string, string>(StringComparer.Ordinal)
                        {
                            ["team"] = "blue",
                        },
                    },
                }
            );

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => All.Add(formatter(state, exception));

        public void Dispose() { }
    }
}
