using System.Text;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>
/// Asks a deployment that is not known to take the beginning of an answer to go on with it, and shows what it sends only if its first words fit behind
/// what was shown. A model that begins anew, or comments on the text, does not pass; where the words do not tell, it does not pass either. Behind the end of
/// a sentence more is read: a text that says again what was said does not pass.
/// </summary>
internal static class UntestedSeam
{
    /// <summary>So many characters tell whether a text begins anew.</summary>
    private const int Telling = 16;

    /// <summary>So many tell whether a new sentence belongs to the text.</summary>
    private const int TellingSentence = 100;

    /// <summary>So large a share of its words must be new.</summary>
    private const double New = 0.6;

    private const int LongWord = 4;

    /// <summary>Words by which a model that was given a text speaks of it.</summary>
    private static readonly string[] Comments =
    [
        "sure",
        "certainly",
        "of course",
        "okay",
        "ok",
        "sorry",
        "apolog",
        "i apolog",
        "i'm sorry",
        "i’m sorry",
        "here is",
        "here's",
        "here’s",
        "it seems",
        "it looks",
        "it appears",
        "let me",
        "continuing",
        "to continue",
        "as i was",
        "your ",
        "you ",
        "thank",
        "great",
        "got it",
        "understood",
        "the complete",
        "the full",
        "the rest",
    ];

    private const string GoesOn = ",.;:!?)]}'’”%";

    /// <returns>The pieces of the stream from the first one on; null if they do not fit, and then the stream is closed.</returns>
    public static async ValueTask<IAsyncEnumerator<AnswerChunk>?> TryAsync(
        AttemptStream stream,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var chunks = stream.ReadAsync().GetAsyncEnumerator(cancellationToken);
        var held = new List<AnswerChunk>();
        var text = new StringBuilder();
        var fits = false;
        try
        {
            var ended = false;
            while (!ended && !Tells(prefix, text))
            {
                ended = !await chunks.MoveNextAsync().ConfigureAwait(false);
                if (!ended)
                {
                    held.Add(chunks.Current);
                    text.Append(chunks.Current.Text);
                }
            }

            fits = Joins(prefix, text.ToString());
        }
        catch (RouterException exception) when (exception.Code is RouterErrorCode.StreamInterrupted)
        {
            // It broke off before it could be judged.
        }
        finally
        {
            if (!fits)
            {
                await chunks.DisposeAsync().ConfigureAwait(false);
            }
        }

        return fits ? Replay(held, chunks) : null;
    }

    /// <summary>Whether a text goes on where another broke off: within a sentence, or with the whole beginning once more.</summary>
    public static bool Joins(string prefix, string text)
    {
        var next = text.TrimStart();
        if (next.Length == 0 || prefix.Length == 0)
        {
            return false;
        }

        if (next.StartsWith(prefix, StringComparison.Ordinal))
        {
            return true;
        }

        if (next.AsSpan().CommonPrefixLength(prefix) >= Math.Min(Telling, prefix.Length))
        {
            return false;
        }

        return EndsSentence(prefix)
            ? IsNewSentence(prefix, next)
            : (char.IsLetterOrDigit(prefix[^1]) || prefix[^1] is ',' or ';' or '-')
                && (char.IsLower(next[0]) || GoesOn.Contains(next[0], StringComparison.Ordinal));
    }

    private static bool EndsSentence(string prefix) => prefix[^1] is '.' or '!' or '?';

    private static bool IsNewSentence(string prefix, string next)
    {
        if (
            !char.IsUpper(next[0])
            || Array.Exists(
                Comments,
                comment => next.StartsWith(comment, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            return false;
        }

        var said = Words(prefix).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var words = Words(next).ToList();
        return words.Count > 0 && words.Count(word => !said.Contains(word)) >= New * words.Count;
    }

    private static IEnumerable<string> Words(string text) =>
        text.Split(
                [' ', '\n', '\r', '\t', '.', ',', ';', ':', '!', '?', '"', '(', ')'],
                StringSplitOptions.RemoveEmptyEntries
            )
            .Where(static word => word.Length >= LongWord);

    private static bool Tells(string prefix, StringBuilder text)
    {
        var least = EndsSentence(prefix) ? TellingSentence : Telling;
        if (text.Length < least)
        {
            return false;
        }

        var next = text.ToString().TrimStart();
        // As long as it repeats the beginning it may be the whole of it.
        return next.Length >= least
            && (next.Length >= prefix.Length || !prefix.StartsWith(next, StringComparison.Ordinal));
    }

    private static async IAsyncEnumerator<AnswerChunk> Replay(
        List<AnswerChunk> held,
        IAsyncEnumerator<AnswerChunk> rest
    )
    {
        try
        {
            foreach (var chunk in held)
            {
                yield return chunk;
            }

            while (await rest.MoveNextAsync().ConfigureAwait(false))
            {
                yield return rest.Current;
            }
        }
        finally
        {
            await rest.DisposeAsync().ConfigureAwait(false);
        }
    }
}
