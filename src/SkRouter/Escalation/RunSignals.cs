namespace SkRouter.Escalation;

/// <summary>What a run shows before one of its round trips, or at its end. Everything in it is known at that moment.</summary>
internal readonly record struct RunSignals
{
    /// <summary>The model that has served the run so far.</summary>
    public required string Model { get; init; }

    /// <summary>How many round trips came before.</summary>
    public required int RoundTrips { get; init; }

    /// <summary>Whether the run is over: there is no further round trip.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Length of the newest message.</summary>
    public double LastCharacters { get; init; }

    /// <summary>Length of the conversation.</summary>
    public double ContextCharacters { get; init; }

    public double ToolCalls { get; init; }

    public double ToolErrors { get; init; }

    /// <summary>Calls with the tool and arguments of an earlier call.</summary>
    public double RepeatedCalls { get; init; }

    public double ChecksFailed { get; init; }

    /// <summary>How many of the newest calls in a row went to the same tool.</summary>
    public double SameToolStreak { get; init; }

    public double UserTurns { get; init; }

    public bool LastToolFailed { get; init; }

    /// <summary>Result of the newest check, 0 to 1; null if nothing was checked.</summary>
    public double? LastCheck { get; init; }

    /// <summary>Whether the newest message is the result of a tool.</summary>
    public bool LastIsTool { get; init; }

    /// <summary>Length of the model's newest answer.</summary>
    public double AnswerCharacters { get; init; }

    /// <summary>Number of tool calls in the model's newest answer.</summary>
    public double AnswerCalls { get; init; }

    /// <summary>Length of all of the model's answers.</summary>
    public double AllAnswerCharacters { get; init; }

    /// <summary>How many models the run has used.</summary>
    public double ModelsTried { get; init; }

    /// <summary>Share of the run's budget that is left, 0 to 1; 1 without a budget.</summary>
    public double BudgetLeft { get; init; }

    /// <summary>The tool that was called last; empty if none was.</summary>
    public string LastTool { get; init; }

    /// <summary>The tools of all calls so far, one entry a call.</summary>
    public IReadOnlyList<string>? ToolsUsed { get; init; }

    /// <summary>The newest message, if it is the result of a tool; its words are hashed into a few columns.</summary>
    public string LastText { get; init; }
}
