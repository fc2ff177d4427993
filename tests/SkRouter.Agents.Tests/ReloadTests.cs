using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Agents.Tests;

public sealed class ReloadTests : IDisposable
{
    private const string Tester = """
        kind: role
        name: tester
        instructions: Test it.
        routing: {prefer: [reserve]}
        """;

    private readonly AgentFolder _folder = new(("coder.yaml", AgentFolder.Role));
    private readonly ScriptedChatClient _strong = new(ScriptedStep.Answer("strong"));
    private readonly ScriptedChatClient _reserve = new(ScriptedStep.Answer("reserve"));
    private readonly ServiceProvider _services;
    private readonly ModelRouter _router;
    private readonly AgentDefinitionSource _source;

    public ReloadTests()
    {
        var services = new ServiceCollection();
        services.AddModel("strong", _strong);
        services.AddModel("reserve", _reserve);
        services.AddSkRouter(router =>
        {
            router.AddAgentRoles(_folder.Path);
            router.Options.MissingPrice = MissingPriceAction.Warn;
        });
        _services = services.BuildServiceProvider();
        _router = _services.GetRequiredService<ModelRouter>();
        _source = _services.GetRequiredService<AgentDefinitionSource>();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
        _strong.Dispose();
        _reserve.Dispose();
    }

    [Fact]
    public async Task Reload_RoutingChanged_HoldsForViewsThatExist()
    {
        var coder = _services.GetRequiredKeyedService<IChatClient>("coder");
        (await coder.GetResponseAsync("go")).Text.ShouldBe("strong");
        Write(
            "coder.yaml",
            AgentFolder
                .Role.Replace("[strong]", "[other]", StringComparison.Ordinal)
                .Replace("[reserve]", "[strong]", StringComparison.Ordinal)
                .Replace("[other]", "[reserve]", StringComparison.Ordinal)
        );

        _source.Reload(_router);

        (await coder.GetResponseAsync("go")).Text.ShouldBe("reserve");
    }

    [Fact]
    public async Task Reload_RoleAddedAndRoleRemoved_AreKnownAndUnknown()
    {
        Write("tester.yaml", Tester);
        File.Delete(Path.Combine(_folder.Path, "coder.yaml"));

        _source.Reload(_router);

        (
            await _router.ForRole("tester").GetResponseAsync([new(ChatRole.User, "go")])
        ).Text.ShouldBe("reserve");
        _router.Roles.ShouldBe(["tester"]);
        var exception = await Should.ThrowAsync<RouterException>(() =>
            _router.ForRole("coder").GetResponseAsync([new(ChatRole.User, "go")])
        );
        exception.Code.ShouldBe(RouterErrorCode.UnknownTarget);
    }

    [Fact]
    public async Task Reload_OneFileIsWrong_ChangesNothing()
    {
        var before = _source.Current;
        Write(
            "coder.yaml",
            AgentFolder
                .Role.Replace("[strong]", "[reserve]", StringComparison.Ordinal)
                .Replace("fallBackTo: [reserve]", "maxFallbacks: 1", StringComparison.Ordinal)
        );
        Write("tester.yaml", "kind: role\n");

        Should.Throw<AgentFileException>(() => _source.Reload(_router));

        _source.Current.ShouldBeSameAs(before);
        (await _router.ForRole("coder").GetResponseAsync([new(ChatRole.User, "go")])).Text.ShouldBe(
            "strong"
        );
    }

    [Fact]
    public async Task Reload_OneRoleNamesAnUnknownModel_ChangesNothing()
    {
        var before = _source.Current;
        Write(
            "coder.yaml",
            AgentFolder
                .Role.Replace("[strong]", "[reserve]", StringComparison.Ordinal)
                .Replace("fallBackTo: [reserve]", "maxFallbacks: 1", StringComparison.Ordinal)
        );
        Write("tester.yaml", Tester.Replace("reserve", "nobody", StringComparison.Ordinal));

        Should
            .Throw<RouterConfigurationException>(() => _source.Reload(_router))
            .Message.ShouldContain("'nobody'");

        _source.Current.ShouldBeSameAs(before);
        _router.Roles.ShouldBe(["coder"]);
        (await _router.ForRole("coder").GetResponseAsync([new(ChatRole.User, "go")])).Text.ShouldBe(
            "strong"
        );
    }

    [Fact]
    public void Watch_ManyChangesInARow_ReloadsOnceWhenItIsQuiet()
    {
        var time = new VirtualTimeProvider();
        var reloads = 0;
        using var watch = AgentFolderWatch.WithoutFiles(() => reloads++, NullLogger.Instance, time);

        for (var i = 0; i < 5; i++)
        {
            watch.Changed();
            time.Advance(AgentFolderWatch.Quiet / 2);
        }

        reloads.ShouldBe(0);
        time.Advance(AgentFolderWatch.Quiet);
        reloads.ShouldBe(1);
    }

    [Fact]
    public void Watch_FilesAreWrong_LogsTheFaultAndGoesOn()
    {
        var time = new VirtualTimeProvider();
        var log = new LogLines();
        using var watch = AgentFolderWatch.WithoutFiles(() => _source.Reload(_router), log, time);
        Write("coder.yaml", "kind: role\n");

        watch.Changed();
        time.Advance(AgentFolderWatch.Quiet);
        Write("coder.yaml", AgentFolder.Role);
        watch.Changed();
        time.Advance(AgentFolderWatch.Quiet);

        log.Lines.Count.ShouldBe(2);
        log.Lines[0].ShouldContain("coder.yaml(1,1)");
        log.Lines[1].ShouldContain("read again");
    }

    [Fact]
    public async Task Watch_FileIsSaved_PutsItInForce()
    {
        var reloaded = new TaskCompletionSource();
        _source.Reloaded += (_, _) => reloaded.TrySetResult();
        using var watch = _source.Watch(_router, NullLogger.Instance);

        Write("tester.yaml", Tester);

        await reloaded.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _router.Roles.ShouldContain("tester");
    }

    private void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(_folder.Path, name), text);

    private sealed class LogLines : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));
    }
}
