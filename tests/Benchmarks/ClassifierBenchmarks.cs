using BenchmarkDotNet.Attributes;
using SkRouter.Classification;

namespace SkRouter.Benchmarks;

/// <summary>What classifying one round trip costs, by length of its task.</summary>
[MemoryDiagnoser]
public class ClassifierBenchmarks
{
    private const string Sentence =
        "A bakery sells 14 loaves in the morning and twice as many in the afternoon; how many loaves, at 3 dollars each, does it sell? ";

    private readonly LearnedTaskClassifier _classifier = LearnedTaskClassifier.CreateShipped();
    private TaskText _task;

    /// <summary>Characters of the task.</summary>
    [Params(40, 400, 4_000, 40_000)]
    public int Characters { get; set; }

    /// <summary>Makes a task of that length.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var text = string.Concat(Enumerable.Repeat(Sentence, (Characters / Sentence.Length) + 1))[
            ..Characters
        ];
        _task = new TaskText { Task = text, Instructions = "" };
    }

    /// <summary>One classification.</summary>
    [Benchmark]
    public TaskProfile Classify() => _classifier.Classify(_task);
}
