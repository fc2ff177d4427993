using Microsoft.Extensions.AI;

namespace SkRouter.TestKit;

/// <summary>What a scripted model does with one request.</summary>
public sealed record ScriptedStep
{
    public string Text { get; init; } = "";

    public IReadOnlyList<FunctionCallContent> Calls { get; init; } = [];

    public string? FinishReason { get; init; } = "stop";

    /// <summary>Thrown before anything is answered, or, of a stream, after <see cref="PiecesBeforeFault"/> pieces.</summary>
    public Exception? Fault { get; init; }

    public int PiecesBeforeFault { get; init; }

    /// <summary>Waits for ever, until cancelled, at the point where the fault would be.</summary>
    public bool Silent { get; init; }

    /// <summary>The stream ends there without a word.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>The arguments of its calls are cut off in the middle.</summary>
    public bool CutArguments { get; init; }

    public UsageDetails? Usage { get; init; } =
        new() { InputTokenCount = 100, OutputTokenCount = 10 };

    public string ModelId { get; init; } = "scripted";

    public static ScriptedStep Answer(string text) => new() { Text = text };

    public static ScriptedStep Call(string name, params (string Name, object? Value)[] arguments) =>
        new()
        {
            Calls =
            [
                new FunctionCallContent(
                    $"call_{name}",
                    name,
                    arguments.ToDictionary(argument => argument.Name, argument => argument.Value)
                ),
            ],
            FinishReason = "tool_calls",
        };

    public static ScriptedStep Throw(Exception exception) => new() { Fault = exception };

    public bool FaultsAfter(int pieces) =>
        (Fault is not null || Silent || EndsEarly) && pieces >= PiecesBeforeFault;
}
