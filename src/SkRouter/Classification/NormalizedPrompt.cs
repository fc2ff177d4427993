namespace SkRouter.Classification;

/// <summary>
/// A copy of a prompt in which case, width, composition, white space and the punctuation at its end no longer differ, so that no
/// score depends on them. Reused from prompt to prompt.
/// </summary>
internal sealed class NormalizedPrompt
{
    /// <summary>Characters read of a longer prompt: so many from its start and so many from its end, where the question tends to be.</summary>
    internal const int HeadLimit = 6144;
    internal const int TailLimit = 2048;

    // A composed text is never longer than three times its decomposed form; "ß" becomes two letters.
    private const int Room = 3 * (HeadLimit + TailLimit);

    private readonly char[] _text = new char[Room + 2];
    private readonly int _limit = Room;
    private char[]? _composed;
    private int _length;

    internal ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    internal void Read(ReadOnlySpan<char> prompt)
    {
        _length = 0;
        prompt = prompt.Trim();
        if (prompt.Length <= HeadLimit + TailLimit)
        {
            Add(prompt);
        }
        else
        {
            Add(prompt[..HeadLimit]);
            Put('\n');
            Add(prompt[^TailLimit..]);
        }

        while (_length > 0 && IsEnd(_text[_length - 1]))
        {
            _length--;
        }
    }

    private static bool IsEnd(char c) => c is ' ' or '\n' or '.' or '!' or '?' or ',' or ';' or ':';

    private void Add(ReadOnlySpan<char> part)
    {
        // Nothing below can be composed.
        var suspicious = part.IndexOfAnyExceptInRange('\0', '\u02FF');
        for (var i = suspicious; i >= 0 && i < part.Length; i++)
        {
            if (CharacterFolding.MayCompose(part[i]))
            {
                _composed ??= new char[Room];
                part = CharacterFolding.Compose(part, _composed);
                break;
            }
        }

        while (part.Length > 0)
        {
            if (part.Length >= PlainText.Lanes && TryAddPlain(part))
            {
                part = part[PlainText.Lanes..];
                continue;
            }

            var few = Math.Min(PlainText.Lanes, part.Length);
            AddEach(part[..few]);
            part = part[few..];
        }
    }

    /// <summary>Adds characters of which each stays one of its own, all at once.</summary>
    private bool TryAddPlain(ReadOnlySpan<char> part) =>
        _length + PlainText.Lanes <= _limit
        && PlainText.TryFold(
            part,
            _text.AsSpan(_length),
            afterSpace: _length == 0 || _text[_length - 1] is ' ' or '\n'
        )
        && (_length += PlainText.Lanes) > 0;

    private void AddEach(ReadOnlySpan<char> part)
    {
        foreach (var c in part)
        {
            if (c is 'ß' or 'ẞ')
            {
                Put('s');
                Put('s');
            }
            else if (CharacterFolding.Fold(c) is not CharacterFolding.Nothing and var folded)
            {
                Put(folded);
            }
        }
    }

    private void Put(char c)
    {
        if (_length >= _limit || (c is ' ' or '\n' && IsIdle(c)))
        {
            return;
        }

        _text[_length++] = c;
    }

    /// <summary>White space that follows white space: spaces count once and not beside a line break; at most one line stays empty.</summary>
    private bool IsIdle(char c)
    {
        var last = _length == 0 ? '\n' : _text[_length - 1];
        if (c == ' ')
        {
            return last is ' ' or '\n';
        }

        _length -= last == ' ' && _length > 0 ? 1 : 0;
        return _length == 0
            || (_length > 1 && _text[_length - 1] == '\n' && _text[_length - 2] == '\n');
    }
}
