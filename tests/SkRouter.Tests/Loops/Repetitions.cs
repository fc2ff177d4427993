namespace SkRouter.Tests.Loops;

/// <summary>Conversations that repeat themselves and have every right to.</summary>
internal static class Repetitions
{
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>
        {
            ["polling with changing results"] = string.Concat(
                "user: wait for the build",
                Numbered(
                    12,
                    percent => $"\ncall: status {{\"build\":7}} -> {percent * 8} percent done"
                )
            ),
            ["pagination"] = string.Concat(
                "user: read all",
                Numbered(12, page => $"\ncall: list {{\"page\":{page}}} -> ten more rows")
            ),
            ["retries after an error, then success"] = """
                user: fetch it
                call: fetch {"url":"u"} -> Error: timed out
                call: fetch {"url":"u"} -> Error: timed out
                call: fetch {"url":"u"} -> Error: timed out
                call: fetch {"url":"u"} -> Error: timed out
                call: fetch {"url":"u"} -> the page
                """,
            ["retries after an error in a flag"] = """
                user: fetch it
                call: fetch {"url":"u"} -> {"isError":true,"content":"busy"}
                call: fetch {"url":"u"} -> {"isError":true,"content":"busy"}
                call: fetch {"url":"u"} -> {"isError":true,"content":"busy"}
                call: fetch {"url":"u"} -> the page
                """,
            ["retries after an error in a field"] = """
                user: fetch it
                call: fetch {"url":"u"} -> {"error":{"code":503}}
                call: fetch {"url":"u"} -> {"error":{"code":503}}
                call: fetch {"url":"u"} -> {"error":{"code":503}}
                call: fetch {"url":"u"} -> {"error":null,"body":"page"}
                """,
            ["the user asks the same again"] = string.Concat(
                Enumerable.Repeat("user: is it up?\ncall: status {} -> up\nsay: It is up.\n", 8)
            ),
            ["the same twice in one message"] = """
                user: both
                call: read {"file":"a"} -> one || read {"file":"a"} -> one || read {"file":"a"} -> one
                """,
            ["tests that keep failing between different fixes"] = string.Concat(
                "user: fix it",
                Numbered(
                    8,
                    fix =>
                        $"\ncall: patch {{\"line\":{fix}}} -> patched\ncall: test {{}} -> 1 failed"
                )
            ),
            ["the same file read again after it was changed"] = """
                user: fix it
                call: read {"file":"a"} -> one
                call: patch {"file":"a"} -> patched
                call: read {"file":"a"} -> two
                call: patch {"file":"a"} -> patched again
                call: read {"file":"a"} -> three
                """,
            ["one file after the other, the list in between"] = string.Concat(
                "user: read all",
                Numbered(
                    8,
                    file =>
                        $"\ncall: list {{}} -> eight files\ncall: read {{\"file\":{file}}} -> text {file}"
                )
            ),
            ["the same receipt for different things"] = Numbered(
                8,
                entry => $"user: note {entry}\nsay: Noted.\n"
            ),
            ["the same push, other answers"] = string.Concat(
                "user: count",
                Numbered(8, number => $"\nsay: {number}\nuser: next")
            ),
            ["the same words around tools that did something"] = string.Concat(
                "user: do all",
                Numbered(
                    8,
                    item => $"\ncall: do {{\"item\":{item}}} -> done\nsay: Done.\nuser: go on"
                )
            ),
        };

    private static string Numbered(int count, Func<int, FormattableString> line) =>
        string.Concat(Enumerable.Range(1, count).Select(i => FormattableString.Invariant(line(i))));
}
