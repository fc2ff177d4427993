using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace SkRouter.TestKit;

/// <summary>A model that follows a script: one step a request, the last one again and again.</summary>
public sealed class ScriptedModel(params ScriptedStep[] steps)
{
    private readonly ConcurrentQueue<IReadOnlyList<ChatMessage>> _requests = new();
    private readonly ConcurrentQueue<ChatOptions?> _options = new();
    private int _next = -1;

    public int Requests => _requests.Count;

    public IReadOnlyList<IReadOnlyList<ChatMessage>> Conversations => [.. _requests];

    public IReadOnlyList<ChatOptions?> Options => [.. _options];

    public ScriptedStep Next(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        _requests.Enqueue(messages);
        _options.Enqueue(options);
        return steps[Math.Min(Interlocked.Increment(ref _next), steps.Length - 1)];
    }
}
