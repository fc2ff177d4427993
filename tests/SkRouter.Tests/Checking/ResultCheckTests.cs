using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Checking;

namespace SkRouter.Tests.Checking;

public sealed class ResultCheckTests
{
    private const string Person = """
        {
          "type": "object",
          "properties": {
            "name": { "type": "string", "minLength": 1, "pattern": "^[A-Z]" },
            "age": { "type": ["integer", "null"], "minimum": 0, "exclusiveMaximum": 150 },
            "tags": { "type": "array", "items": { "enum": ["a", "b"] }, "maxItems": 2 },
            "next": { "$ref": "#/$defs/link" }
          },
          "required": ["name"],
          "additionalProperties": false,
          "$defs": { "link": { "anyOf": [{ "type": "null" }, { "const": "end" }] } }
        }
        """;

    [Theory]
    [InlineData("""{"name":"Ann"}""", null)]
    [InlineData(
        "```json\n{\"name\":\"Ann\",\"age\":null,\"tags\":[\"a\",\"b\"],\"next\":\"end\"}\n```",
        null
    )]
    [InlineData("Ann", "it is not JSON")]
    [InlineData("[]", "$ is not of type object")]
    [InlineData("{}", "$.name is missing")]
    [InlineData("""{"name":""}""", "$.name is shorter than 1")]
    [InlineData("""{"name":"ann"}""", "$.name does not match")]
    [InlineData("""{"name":"Ann","age":-1}""", "$.age is below 0")]
    [InlineData("""{"name":"Ann","age":150}""", "$.age is not below 150")]
    [InlineData("""{"name":"Ann","age":1.5}""", "$.age is not of type")]
    [InlineData("""{"name":"Ann","tags":["c"]}""", "$.tags[0] is none of")]
    [InlineData("""{"name":"Ann","tags":["a","a","a"]}""", "$.tags has more than 2 items")]
    [InlineData("""{"name":"Ann","next":"x"}""", "$.next meets none of the alternatives")]
    [InlineData("""{"name":"Ann","more":1}""", "$.more must not be there")]
    public async Task JsonSchema_AnyResult_SaysWhatIsWrongAndWhere(string text, string? fault)
    {
        var check = ResultCheck.JsonSchema(JsonElement.Parse(Person));

        var verdict = await CheckAsync(check, text);

        if (fault is null)
        {
            verdict.ShouldBeNull();
        }
        else
        {
            verdict.ShouldNotBeNull().ShouldStartWith(fault);
        }
    }

    [Fact]
    public void JsonSchema_KeywordIsNotChecked_IsRefused() =>
        Should
            .Throw<ArgumentException>(() =>
                ResultCheck.JsonSchema(
                    JsonElement.Parse("""{"properties":{"a":{"multipleOf":3}}}""")
                )
            )
            .Message.ShouldContain("multipleOf");

    public static TheoryData<Func<object?>, bool> Tools =>
        new()
        {
            { () => true, true },
            { () => false, false },
            { () => "3 tests passed", true },
            { () => "error: 1 of 3 tests failed", false },
            { () => new { exitCode = 0 }, true },
            { () => new { exitCode = 1 }, false },
            { () => new { isError = true }, false },
            { () => throw new InvalidOperationException("no such folder"), false },
        };

    [Theory]
    [MemberData(nameof(Tools), DisableDiscoveryEnumeration = true)]
    public async Task Tool_AnyVerdict_IsUnderstood(Func<object?> tool, bool passes)
    {
        var check = ResultCheck.Tool(AIFunctionFactory.Create(tool, "tests"));

        check.Name.ShouldBe("tests");
        ((await CheckAsync(check, "text")) is null).ShouldBe(passes);
    }

    [Fact]
    public async Task Tool_TakesAResult_GetsTheText()
    {
        var check = ResultCheck.Tool(
            AIFunctionFactory.Create((string result) => result == "the text", "tests")
        );

        (await CheckAsync(check, "the text")).ShouldBeNull();
        (await CheckAsync(check, "another")).ShouldNotBeNull();
    }

    private static ValueTask<string?> CheckAsync(IResultCheck check, string text) =>
        check.CheckAsync(
            new(text, text, new WorkAttempt(1, null, "run", before: null)),
            CancellationToken.None
        );
}
