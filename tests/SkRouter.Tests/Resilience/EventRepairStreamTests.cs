using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience;

public sealed class EventRepairStreamTests
{
    private static readonly string[] Lines =
    [
        """data: {"a":1}""",
        """data: {"a":""",
        "data: {not json}",
        "data: [DONE]",
        """data:{"text":"Zürich ☕"}""",
        ": keep-alive",
        "event: message",
        "",
        "data: plain",
        """data: {"a":1} trailing""",
    ];

    /// <summary>Lines of a stream, how they end, and where the network cuts them.</summary>
    public static Arbitrary<(
        string[] Lines,
        bool Windows,
        bool Unfinished,
        int[] Cuts
    )> Streams() =>
        (
            from lines in Gen.Elements(Lines).ArrayOf()
            from windows in Gen.Elements(true, false)
            from unfinished in Gen.Elements(true, false)
            from cuts in Gen.Choose(1, 9).NonEmptyListOf()
            select (lines, windows, unfinished, cuts.ToArray())
        ).ToArbitrary();

    [Property(Arbitrary = [typeof(EventRepairStreamTests)], MaxTest = 500)]
    public void Read_AnyCuts_EqualsFilteringTheLines(
        (string[] Lines, bool Windows, bool Unfinished, int[] Cuts) drawn
    )
    {
        var end = drawn.Windows ? "\r\n" : "\n";
        var whole = string.Join(end, drawn.Lines) + (drawn.Unfinished ? "" : end);
        var signals = new ProviderSignals();
        using var stream = new EventRepairStream(
            new CutStream(Encoding.UTF8.GetBytes(whole), drawn.Cuts),
            signals
        );
        using var reader = new StreamReader(stream, Encoding.UTF8);

        var read = reader.ReadToEnd();

        var kept = whole.Split('\n').Where(line => !IsBroken(line)).ToList();
        read.Split('\n')
            .Where(line => line.Length > 0)
            .ShouldBe(kept.Where(line => line.Length > 0));
        signals.DroppedEvents.ShouldBe(drawn.Lines.Count(IsBroken));
    }

    private static bool IsBroken(string line)
    {
        var data = line.StartsWith("data:", StringComparison.Ordinal) ? line[5..].Trim() : "";
        if (!data.StartsWith('{'))
        {
            return false;
        }

        try
        {
            using var _ = JsonDocument.Parse(data);
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    /// <summary>Gives a few bytes at a time, as a network may.</summary>
    private sealed class CutStream(byte[] bytes, int[] cuts) : MemoryStream(bytes)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) =>
            base.ReadAsync(
                buffer[..Math.Min(buffer.Length, cuts[_next++ % cuts.Length])],
                cancellationToken
            );
    }
}
