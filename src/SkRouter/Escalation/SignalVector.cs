using SkRouter.Classification;

namespace SkRouter.Escalation;

/// <summary>Turns the signals of a run into numbers that a <see cref="SuccessModel"/> learns from.</summary>
internal static class SignalVector
{
    internal const int Numbers = 19;
    internal const int Tools = 8;
    internal const int Words = 24;
    internal const int ToolsUsed = 16;
    internal const int Models = 16;

    /// <summary>Length of a vector.</summary>
    internal const int Length = Numbers + Tools + Words + ToolsUsed + Models;

    /// <summary>Parts of a run that have a starting value of their own: after 1, 2, 3 and 4 round trips, after 5 or 6, later, at the end.</summary>
    internal const int Stretches = 7;

    private const int MostTextRead = 512;
    private const float PerWord = 0.1f;

    /// <summary>
    /// What a run's signals are expected to mean before anything was learned, by the position of the number and per standard deviation. Weak: about ten
    /// outcomes outweigh it.
    /// </summary>
    internal static ReadOnlySpan<(int Number, double Weight)> Prior =>
        new[]
        {
            (ToolErrors, -0.3),
            (RepeatedCalls, -0.2),
            (ChecksFailed, -0.4),
            (SameToolStreak, -0.1),
            (LastToolFailed, -0.2),
            (LastCheck, 0.4),
        };

    private const int ToolErrors = 3;
    private const int RepeatedCalls = 4;
    private const int ChecksFailed = 5;
    private const int SameToolStreak = 6;
    private const int LastToolFailed = 8;
    private const int LastCheck = 9;

    internal static int StretchOf(in RunSignals signals) =>
        signals.IsEnd ? Stretches - 1
        : signals.RoundTrips <= 4 ? Math.Max(0, signals.RoundTrips - 1)
        : signals.RoundTrips <= 6 ? 4
        : 5;

    internal static float[] Of(in RunSignals signals)
    {
        var vector = new float[Length];
        vector[0] = Log(signals.LastCharacters);
        vector[1] = Log(signals.ContextCharacters);
        vector[2] = Log(signals.ToolCalls);
        vector[ToolErrors] = Log(signals.ToolErrors);
        vector[RepeatedCalls] = Log(signals.RepeatedCalls);
        vector[ChecksFailed] = Log(signals.ChecksFailed);
        vector[SameToolStreak] = Log(signals.SameToolStreak);
        vector[7] = Log(signals.UserTurns);
        vector[LastToolFailed] = signals.LastToolFailed ? 1 : 0;
        vector[LastCheck] = (float)(signals.LastCheck ?? 0);
        vector[10] = signals.LastCheck is null ? 0 : 1;
        vector[11] = (float)(signals.ToolErrors / Math.Max(1, signals.ToolCalls));
        vector[12] = signals.LastIsTool ? 1 : 0;
        vector[13] = Log(signals.AnswerCharacters);
        vector[14] = (float)signals.AnswerCalls;
        vector[15] = Log(signals.AllAnswerCharacters);
        vector[16] = Log(signals.RoundTrips);
        vector[17] = (float)signals.ModelsTried;
        vector[18] = (float)signals.BudgetLeft;
        if (signals.LastTool is { Length: > 0 } tool)
        {
            vector[Numbers + (int)(Hash(tool) % Tools)] = 1;
        }

        AddWords(signals.LastText, vector.AsSpan(Numbers + Tools, Words));
        AddTools(signals.ToolsUsed, vector.AsSpan(Numbers + Tools + Words, ToolsUsed));
        vector[Length - Models + (int)(Hash(signals.Model) % Models)] = 1;
        return vector;
    }

    private static void AddTools(IReadOnlyList<string>? tools, Span<float> columns)
    {
        for (var i = 0; i < tools?.Count; i++)
        {
            columns[(int)(Hash(tools[i]) % ToolsUsed)]++;
        }

        foreach (ref var column in columns)
        {
            column = Log(column);
        }
    }

    private static void AddWords(ReadOnlySpan<char> text, Span<float> columns)
    {
        text = text[..Math.Min(text.Length, MostTextRead)];
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var hash = Hash(text[start..i]);
                columns[(int)(hash % Words)] += ((hash >> 20) & 1) == 0 ? PerWord : -PerWord;
                start = -1;
            }
        }
    }

    private static float Log(double value) => (float)PortableMath.Log(1 + Math.Max(0, value));

    private static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ char.ToLowerInvariant(c)) * 16777619;
        }

        return hash;
    }
}
