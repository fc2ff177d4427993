using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace SkRouter.TestKit;

/// <summary>A model that follows a script, one step a request, the last one again and again; or a rule that reads the conversation.</summary>
public sealed class ScriptedModel
{
    private readonly Func<IReadOnlyList<ChatMessage>, ChatOptions?, int, ScriptedStep> _rule;
    private readonly ConcurrentQueue<IReadOnlyList<ChatMessage>> _requests = new();
    private readonly ConcurrentQueue<ChatOptions?> _options = new();
    private int _next = -1;
    private long _inputTokensSent;
    private long _outputTokensSent;

    public ScriptedModel(Func<IReadOnlyList<ChatMessage>, int, ScriptedStep> rule)
        : this((messages, _, request) => rule(messages, request)) { }

    private ScriptedModel(Func<IReadOnlyList<ChatMessage>, ChatOptions?, int, ScriptedStep> rule) =>
        _rule = rule;

    public ScriptedModel(params ScriptedStep[] steps)
        : this((_, request) => steps[Math.Min(request, steps.Length - 1)]) { }

    /// <summary>A model whose rule looks at the tools on offer too.</summary>
    public static ScriptedModel Reading(
        Func<IReadOnlyList<ChatMessage>, ChatOptions?, ScriptedStep> rule
    ) => new((messages, options, _) => rule(messages, options));

    public int Requests => _requests.Count;

    public IReadOnlyList<IReadOnlyList<ChatMessage>> Conversations => [.. _requests];

    public IReadOnlyList<ChatOptions?> Options => [.. _options];

    /// <summary>The usage that has really left the model, over all requests.</summary>
    public (long Input, long Output) Sent =>
        (Interlocked.Read(ref _inputTokensSent), Interlocked.Read(ref _outputTokensSent));

    public ScriptedStep Next(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        _requests.Enqueue(messages);
        _options.Enqueue(options);
        return _rule(messages, options, Interlocked.Increment(ref _next));
    }

    internal UsageDetails? Send(UsageDetails? usage)
    {
        Interlocked.Add(ref _inputTokensSent, usage?.InputTokenCount ?? 0);
        Interlocked.Add(ref _outputTokensSent, usage?.OutputTokenCount ?? 0);
        return usage;
    }
}
