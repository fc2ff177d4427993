using Microsoft.Extensions.AI;

namespace SkRouter.Loops;

/// <summary>Finds conversations in which the same is said in answer to the same, by one agent or by several in turn.</summary>
internal static class RepeatedText
{
    // Circles are short; a long conversation is not read again from its beginning for each of its round trips.
    private const int Newest = 64;

    private static readonly Dictionary<string, int> NoTools = [];

    public static LoopReading? Find(ConversationReader conversation)
    {
        if (conversation.EndsWithToolResult || !HasTwoAnswers(conversation))
        {
            return null;
        }

        var repetition = new Repetition<(string? Author, ulong Asked, ulong Said)>();
        var asked = TextHash.Empty;
        var last = 0;
        var saidAfterTools = false;
        for (var i = Math.Max(0, conversation.Count - Newest); i < conversation.Count; i++)
        {
            if (!conversation.Is(i, ChatRole.Assistant))
            {
                saidAfterTools |= conversation.Is(i, ChatRole.Tool);
                asked = TextHash.Of(conversation.TextAt(i), asked);
                continue;
            }

            var said = TextHash.Of(conversation.TextAt(i), TextHash.Empty);
            if (said == TextHash.Empty)
            {
                continue;
            }

            var key = (conversation.AuthorAt(i), asked, said);
            asked = TextHash.Empty;
            // What a tool found is not in the text; whether it was new is for the detector of calls to say.
            if (saidAfterTools || !repetition.Knows(key))
            {
                repetition.Renew();
            }

            saidAfterTools = false;
            last = repetition.Count(key);
        }

        if (last < 2)
        {
            return null;
        }

        var several = repetition.Current().DistinctBy(entry => entry.Key.Author).Skip(1).Any();
        return new(several ? LoopKind.PingPong : LoopKind.Text, last, NoTools);
    }

    private static bool HasTwoAnswers(ConversationReader conversation)
    {
        var answers = 0;
        for (var i = 0; i < conversation.Count && answers < 2; i++)
        {
            answers += conversation.Is(i, ChatRole.Assistant) ? 1 : 0;
        }

        return answers == 2;
    }
}
