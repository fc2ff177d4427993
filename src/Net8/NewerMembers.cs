using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace System;

/// <summary>Members of the runtime that .NET 9 and later have and this code uses, for the build for .NET 8.</summary>
internal static class NewerMembers
{
    extension(Guid)
    {
        public static Guid CreateVersion7() => CreateVersion7(TimeProvider.System.GetUtcNow());

        /// <summary>A version 7 UUID (RFC 9562): the time in milliseconds, then random bits.</summary>
        public static Guid CreateVersion7(DateTimeOffset timestamp)
        {
            Span<byte> bytes = stackalloc byte[16];
            RandomNumberGenerator.Fill(bytes);
            BinaryPrimitives.WriteInt64BigEndian(bytes, timestamp.ToUnixTimeMilliseconds() << 16);
            RandomNumberGenerator.Fill(bytes[6..8]);
            bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return new Guid(bytes, bigEndian: true);
        }
    }

    extension(FrozenSet)
    {
        public static FrozenSet<T> Create<T>(
            IEqualityComparer<T>? comparer,
            params ReadOnlySpan<T> values
        ) => values.ToArray().ToFrozenSet(comparer);

        public static FrozenSet<T> Create<T>(params ReadOnlySpan<T> values) =>
            values.ToArray().ToFrozenSet();
    }

    extension(FrozenDictionary)
    {
        public static FrozenDictionary<TKey, TValue> Create<TKey, TValue>(
            IEqualityComparer<TKey>? comparer,
            params ReadOnlySpan<KeyValuePair<TKey, TValue>> values
        )
            where TKey : notnull => values.ToArray().ToFrozenDictionary(comparer);
    }

    extension(Convert)
    {
        public static string ToHexStringLower(ReadOnlySpan<byte> bytes) =>
            Convert.ToHexString(bytes).ToLowerInvariant();
    }

    /// <summary>Normalises a text; false if it does not fit.</summary>
    /// <exception cref="ArgumentException">The text is not valid UTF-16.</exception>
    public static bool TryNormalize(
        this ReadOnlySpan<char> source,
        Span<char> destination,
        out int written,
        NormalizationForm form
    )
    {
        var text = new string(source).Normalize(form);
        written = text.TryCopyTo(destination) ? text.Length : 0;
        return written == text.Length;
    }

    /// <summary>Whether a value of an enumeration is among some.</summary>
    public static bool Contains<T>(this ReadOnlySpan<T> values, T value)
        where T : struct, Enum
    {
        foreach (var candidate in values)
        {
            if (EqualityComparer<T>.Default.Equals(candidate, value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Each element with its place.</summary>
    public static IEnumerable<(int Index, T Item)> Index<T>(this IEnumerable<T> source) =>
        source.Select((item, index) => (index, item));
}
