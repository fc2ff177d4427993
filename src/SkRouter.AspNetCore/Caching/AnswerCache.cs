using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Memory;

namespace SkRouter.AspNetCore.Caching;

/// <summary>Whole answers in memory, bounded by their size. What is kept is text, so that no caller can change what another one gets.</summary>
internal sealed class AnswerCache : IDisposable
{
    private static readonly JsonSerializerOptions Json = AIJsonUtilities.DefaultOptions;

    private readonly MemoryCache _entries;
    private readonly TimeProvider _time;

    public AnswerCache(SkRouterApiOptions options, TimeProvider time)
    {
        _time = time;
        _entries = new(new MemoryCacheOptions { SizeLimit = options.CacheBytes });
    }

    public ChatResponse? Find(string key)
    {
        // The entry's own end is looked at here, by the app's clock; the cache's is there to free memory.
        if (_entries.TryGetValue(key, out CachedAnswer? found) && found!.Ends > _time.GetUtcNow())
        {
            return JsonSerializer.Deserialize<ChatResponse>(found.Json, Json);
        }

        return null;
    }

    /// <summary>Keeps an answer, unless it holds something that cannot be written down.</summary>
    public void Keep(string key, ChatResponse answer, TimeSpan keepFor)
    {
        byte[] json;
        try
        {
            json = JsonSerializer.SerializeToUtf8Bytes(Portable(answer), Json);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            return;
        }

        using var entry = _entries.CreateEntry(key);
        entry.Value = new CachedAnswer(json, _time.GetUtcNow() + keepFor);
        entry.Size = json.Length + key.Length;
        entry.AbsoluteExpirationRelativeToNow = keepFor;
    }

    public void Dispose() => _entries.Dispose();

    /// <summary>Without what is about the round trip that brought it: it is another one that gets it.</summary>
    private static ChatResponse Portable(ChatResponse answer) =>
        new([.. answer.Messages])
        {
            FinishReason = answer.FinishReason,
            ModelId = answer.ModelId,
            ResponseId = answer.ResponseId,
            CreatedAt = answer.CreatedAt,
        };

    private sealed record CachedAnswer(byte[] Json, DateTimeOffset Ends);
}
