namespace SkRouter.Tests.Loops;

/// <summary>Conversations that go in circles, with the step that is due at each request.</summary>
internal static class Circles
{
    public static IReadOnlyDictionary<string, (string Script, string Steps)> All { get; } =
        new Dictionary<string, (string, string)>
        {
            ["same call, same result"] = (
                "user: find it" + Times(6, """call: search {"q":"x"} -> nothing"""),
                "--OSEB!"
            ),
            ["arguments in another order, numbers as text, nulls left out"] = (
                """
                user: find it
                call: search {"q":"x","page":1} -> nothing
                call: search {"page":"1","q":"x"} -> nothing
                call: search {"page":1.0,"q":"x","cursor":null} -> nothing
                call: search {"q":"x","page":1} -> nothing
                call: search {"q":"x","page":1} -> nothing
                call: search {"q":"x","page":1} -> nothing
                """,
                "--OSEB!"
            ),
            ["two calls in turn"] = (
                "user: find it"
                    + Times(
                        6,
                        """
                        call: search {"q":"x"} -> nothing
                        call: list {} -> a, b
                        """
                    ),
                "----OOSSEEBB!"
            ),
            ["the same calls side by side, again and again"] = (
                "user: find it"
                    + Times(
                        6,
                        """call: search {"q":"x"} -> nothing || search {"q":"x"} -> nothing || list {} -> a"""
                    ),
                "--OSEB!"
            ),
            ["side by side in another order"] = (
                "user: find it"
                    + Times(
                        3,
                        """
                        call: search {"q":"x"} -> nothing || list {} -> a
                        call: list {} -> a || search {"q":"x"} -> nothing
                        """
                    ),
                "--OSEB!"
            ),
            ["the same error more often than anybody would retry"] = (
                "user: find it" + Times(11, """call: search {"q":"x"} -> Error: down"""),
                "-------OSEB!"
            ),
            ["an empty answer to the same again and again"] = (
                "user: list it" + Times(6, "call: list {} -> []"),
                "--OSEB!"
            ),
            ["a circle that begins late"] = (
                """
                user: find it
                call: list {} -> a, b
                call: read {"file":"a"} -> one
                call: read {"file":"b"} -> two
                call: read {"file":"a"} -> one
                call: read {"file":"b"} -> two
                call: read {"file":"a"} -> one
                call: read {"file":"a"} -> one
                call: read {"file":"a"} -> one
                call: read {"file":"a"} -> one
                call: read {"file":"a"} -> one
                """,
                "-----OOSEB!"
            ),
            ["the same answer to the same push"] = (
                "user: go" + Times(7, "say: I am working on it.\nuser: continue"),
                "---OSEB!"
            ),
            ["the same answer in other spelling"] = (
                "user: go"
                    + Times(
                        3,
                        "say: I am working on it.\nuser: Continue!\nsay: I am  working on it\nuser: continue"
                    ),
                "---OSEB"
            ),
            ["two agents in one conversation"] = (
                "user: go" + Times(6, "say(Ann): Your turn.\nsay(Bob): No, yours."),
                "-----OOSSEEBB"
            ),
        };

    private static string Times(int count, string lines) =>
        string.Concat(Enumerable.Repeat("\n" + lines, count));
}
