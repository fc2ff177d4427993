namespace SkRouter.Classification;

/// <summary>The words of a prompt that are plain ASCII, with their hashes, so that a second reading need not hash them again. Reused from prompt to prompt.</summary>
internal sealed class WordHashes
{
    private const int Room =
        ((NormalizedPrompt.HeadLimit + NormalizedPrompt.TailLimit) * 3 / 2) + 2;

    private readonly (int Start, int End, uint Hash)[] _words = new (int, int, uint)[Room];
    private int _count;
    private int _next;

    internal void Clear() => (_count, _next) = (0, 0);

    internal void Add(int start, int end, uint hash)
    {
        if (_count < _words.Length)
        {
            _words[_count++] = (start, end, hash);
        }
    }

    /// <summary>Begins a second reading.</summary>
    internal void Rewind() => _next = 0;

    /// <summary>Finds the word that begins at a place. Places must rise.</summary>
    internal bool TryTake(int start, out int end, out uint hash)
    {
        while (_next < _count && _words[_next].Start < start)
        {
            _next++;
        }

        if (_next < _count && _words[_next].Start == start)
        {
            (_, end, hash) = _words[_next++];
            return true;
        }

        (end, hash) = (0, 0);
        return false;
    }
}
