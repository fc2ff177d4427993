using System.Collections.Concurrent;
using SkRouter.Simulator.Protocols;
using SkRouter.Simulator.Protocols.ChatCompletions;
using SkRouter.Simulator.Recording;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator;

/// <summary>A running model: what it received, and its answers and faults, which can be changed while it runs.</summary>
public sealed class SimulatedModel
{
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<Fault> _next = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly RequestLog _log;
    private volatile CompiledModel _compiled;

    internal SimulatedModel(CompiledModel compiled, int keptRequests)
    {
        _compiled = compiled;
        _log = new(keptRequests);
    }

    /// <summary>The model's name.</summary>
    public string Name => _compiled.Source.Name;

    /// <summary>The requests, oldest first; the last ones if there were more than <see cref="SimulatorOptions.KeptRequests"/>.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _log.Snapshot();

    /// <summary>How many requests it received.</summary>
    public int RequestCount => _log.Count;

    /// <summary>The sum of the usage that clients were told in responses that were sent completely.</summary>
    public TokenUsage UsageSent => _log.UsageSent;

    /// <summary>What it refused before it counted as a request, in the words of the provider.</summary>
    public IReadOnlyList<string> Refusals => [.. _refusals];

    internal CompiledModel Compiled => _compiled;

    internal RequestLog Log => _log;

    /// <summary>Fails the next requests, before any other fault rule is looked at.</summary>
    /// <param name="fault">How.</param>
    /// <param name="times">How many requests.</param>
    /// <exception cref="SimulatorScriptException">The fault is wrong.</exception>
    public SimulatedModel FailNext(Fault fault, int times = 1)
    {
        _ = Compile(compiler => compiler.Visit(new FaultRule { Fault = fault }, "$"));
        for (var i = 0; i < times; i++)
        {
            _next.Enqueue(fault);
        }

        return this;
    }

    /// <summary>Adds a fault rule before the others.</summary>
    /// <param name="rule">When and how.</param>
    /// <exception cref="SimulatorScriptException">The rule is wrong.</exception>
    public SimulatedModel Fail(FaultRule rule)
    {
        var fault = Compile(compiler => compiler.Visit(rule, "$"));
        lock (_lock)
        {
            _compiled = _compiled with { Faults = [fault, .. _compiled.Faults] };
        }

        return this;
    }

    /// <summary>Makes it healthy: forgets all faults.</summary>
    public SimulatedModel Recover()
    {
        lock (_lock)
        {
            _next.Clear();
            _compiled = _compiled with { Faults = [] };
        }

        return this;
    }

    /// <summary>Adds answers before the others.</summary>
    /// <param name="condition">What the request must look like; null for any.</param>
    /// <param name="answers">First time, then, ...</param>
    /// <exception cref="SimulatorScriptException">The rule is wrong.</exception>
    public SimulatedModel When(Condition? condition, params IReadOnlyList<Answer> answers)
    {
        var rule = Compile(compiler =>
            compiler.Visit(new AnswerRule { When = condition, Sequence = answers }, "$")
        );
        lock (_lock)
        {
            _compiled = _compiled with { Rules = [rule, .. _compiled.Rules] };
        }

        return this;
    }

    /// <summary>Waits for a request that looks like this, now or later.</summary>
    /// <param name="predicate">What it must look like.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ReceivedRequest> WaitForAsync(
        Func<ReceivedRequest, bool> predicate,
        CancellationToken cancellationToken = default
    ) => _log.WaitForAsync(predicate, cancellationToken);

    internal void Refuse(string reason) => _refusals.Enqueue(reason);

    /// <summary>Of all protocols only chat completions have dialects.</summary>
    internal IProviderProtocol Speaking(IProviderProtocol protocol) =>
        protocol is ChatCompletionsProtocol && _compiled.Source.Speaks is { } dialect
            ? new ChatCompletionsProtocol(ChatDialect.Of(dialect))
            : protocol;

    internal Fault? FaultFor(SimulatedRequest request, TimeSpan sinceStart, Random random)
    {
        if (_next.TryDequeue(out var next))
        {
            return next;
        }

        foreach (var fault in _compiled.Faults)
        {
            if (fault.Applies(request, sinceStart, random))
            {
                return fault.Fault;
            }
        }

        return null;
    }

    private static T Compile<T>(Func<ScriptCompiler, T> visit)
    {
        var compiler = new ScriptCompiler();
        var compiled = visit(compiler);
        compiler.ThrowIfWrong();
        return compiled;
    }
}
