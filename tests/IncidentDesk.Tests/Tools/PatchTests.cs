using IncidentDesk.Tools;

namespace IncidentDesk.Tests.Tools;

public sealed class PatchTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    private string Original => File.ReadAllText(Path.Combine(_place.Input, "src/quote.py"));

    private string Copy => Path.Combine(_place.Files.Patches.Root, "src/quote.py");

    [Fact]
    public void ApplyPatch_TextThatOccursOnce_WritesACopyAndLeavesTheOriginal()
    {
        var before = Original;

        var answer = _place.Tools.ApplyPatch(
            "src/quote.py",
            "    acquire()\n",
            "    with acquired():\n"
        );

        answer.ShouldBe(
            "applied\n--- a/src/quote.py\n+++ b/src/quote.py\n@@ -1,3 +1,3 @@\n def quote():\n-    acquire()\n+    with acquired():\n     release()\n"
        );
        Original.ShouldBe(before);
        File.ReadAllText(Copy).ShouldBe("def quote():\n    with acquired():\n    release()\n");
        _place.Journal.Counts["apply_patch"].ShouldBe(1);
    }

    [Fact]
    public void ApplyPatch_SecondTime_WorksOnTheCopy()
    {
        _place.Tools.ApplyPatch("src/quote.py", "acquire", "take");
        _place.Tools.ApplyPatch("./src/quote.py", "take", "borrow");

        File.ReadAllText(Copy).ShouldContain("borrow()");
        _place.Tools.ReadFile("src/quote.py").ShouldStartWith("src/quote.py (patched copy)");
        _place.Files.Patches.Diff().ShouldContain("-    acquire()\n+    borrow()\n");
    }

    [Theory]
    [InlineData("nothing like it", "x")]
    [InlineData("()", "x")]
    [InlineData("", "x")]
    [InlineData("acquire", "acquire")]
    public void ApplyPatch_TextThatCannotBeReplaced_WritesNothingAndCountsNothing(
        string oldText,
        string newText
    )
    {
        _place.Tools.ApplyPatch("src/quote.py", oldText, newText).ShouldStartWith("error: ");

        File.Exists(Copy).ShouldBeFalse();
        _place.Journal.Counts.ShouldBeEmpty();
        _place.Files.Patches.Diff().ShouldBeEmpty();
    }

    [Fact]
    public void ApplyPatch_Log_IsRefused() =>
        _place
            .Tools.ApplyPatch("logs/shop.log", "PoolTimeout", "fine")
            .ShouldBe("error: logs are evidence and cannot be patched");

    [Fact]
    public void ApplyPatch_FileWithWindowsLineEnds_KeepsThem()
    {
        _place.Write("in/src/win.py", "a\r\nb\r\nc\r\n");

        _place.Tools.ApplyPatch("src/win.py", "a\nb\n", "a\nx\ny\n").ShouldStartWith("applied");

        File.ReadAllText(Path.Combine(_place.Files.Patches.Root, "src/win.py"))
            .ShouldBe("a\r\nx\r\ny\r\nc\r\n");
    }

    [Fact]
    public void Between_ChangesFarApart_MakesTwoHunks()
    {
        var before = string.Concat(
            Enumerable.Range(1, 30).Select(i => FormattableString.Invariant($"line {i}\n"))
        );
        var after = before
            .Replace("line 3\n", "line three\n", StringComparison.Ordinal)
            .Replace("line 27\n", "", StringComparison.Ordinal);

        var diff = UnifiedDiff.Between("f", before, after);

        diff.ShouldContain("@@ -1,6 +1,6 @@\n");
        diff.ShouldContain("@@ -24,7 +24,6 @@\n");
    }

    [Fact]
    public void Between_LastLineWithoutLineFeed_SaysSo() =>
        UnifiedDiff
            .Between("f", "a\nb", "a\nc\n")
            .ShouldBe(
                "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
            );

    [Fact]
    public void Between_SameText_IsEmpty() =>
        UnifiedDiff.Between("f", "a\n", "a\n").ShouldBeEmpty();
}
