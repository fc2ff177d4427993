using System.Buffers;

namespace SkRouter.AspNetCore.Metrics;

/// <summary>Writes labels as Prometheus reads them, <c>{role="coder",model="m"}</c>, into room that the caller has. What does not fit is left out.</summary>
internal ref struct LabelWriter(Span<char> room)
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
    );

    private readonly Span<char> _room = room;
    private int _length;

    public void Write(string name, string? value)
    {
        var begin = _length;
        if (
            !Put(begin == 0 ? '{' : ',')
            || !PutName(name)
            || !Put('=')
            || !Put('"')
            || !PutValue(value ?? "")
            || !Put('"')
            // The closing brace must fit as well.
            || _length == _room.Length
        )
        {
            _length = begin;
        }
    }

    public readonly ReadOnlySpan<char> End()
    {
        if (_length == 0)
        {
            return [];
        }

        _room[_length] = '}';
        return _room[..(_length + 1)];
    }

    private bool PutName(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(Plain))
        {
            return PutAll(name);
        }

        foreach (var character in name)
        {
            if (!Put(char.IsAsciiLetterOrDigit(character) ? character : '_'))
            {
                return false;
            }
        }

        return true;
    }

    private bool PutValue(string value)
    {
        if (!value.AsSpan().ContainsAny('\\', '"', '\n'))
        {
            return PutAll(value);
        }

        foreach (var character in value)
        {
            var fits = character switch
            {
                '\\' => Put('\\') && Put('\\'),
                '"' => Put('\\') && Put('"'),
                '\n' => Put('\\') && Put('n'),
                _ => Put(character),
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private bool PutAll(string text)
    {
        if (!text.TryCopyTo(_room[_length..]))
        {
            return false;
        }

        _length += text.Length;
        return true;
    }

    private bool Put(char character)
    {
        if (_length == _room.Length)
        {
            return false;
        }

        _room[_length++] = character;
        return true;
    }
}
