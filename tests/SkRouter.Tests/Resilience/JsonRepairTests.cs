using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience;

public sealed class JsonRepairTests
{
    [Theory]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"a\\ud83d\"", "a\uFFFD")]
    [InlineData("\"\\uDE00b\"", "\uFFFDb")]
    [InlineData("\"\\ud83dx\\ude00\"", "\uFFFDx\uFFFD")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"", "\uFFFD😀")]
    [InlineData("\"\\\\ud83d\"", "\\ud83d")]
    [InlineData("\"\\\\\\ud83d\"", "\\\uFFFD")]
    [InlineData("\"\\ud7ff\\ue000\"", "\ud7ff\ue000")]
    [InlineData("\"\\ud83d\\n\"", "\uFFFD\n")]
    public void Apply_HalvesOfPairs_AreReplacedAndNothingElse(string json, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        JsonRepair.Apply(bytes);

        JsonSerializer.Deserialize<string>(bytes).ShouldBe(text);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xC3, (byte)'(', (byte)'"' }, "?(")]
    [InlineData(new byte[] { (byte)'"', 0xF0, 0x9F, 0x98, (byte)'"' }, "???")]
    [InlineData(new byte[] { (byte)'"', 0xFF, 0xC3, 0xBC, (byte)'"' }, "?ü")]
    public void Apply_BytesThatAreNotUtf8_AreReplaced(byte[] bytes, string text)
    {
        JsonRepair.Apply(bytes);

        JsonSerializer.Deserialize<string>(bytes).ShouldBe(text);
    }

    [Property(MaxTest = 1_000)]
    public void Apply_AnyText_CanBeRead(byte[] text)
    {
        byte[] json =
        [
            (byte)'"',
            .. text.Where(b => b is not ((byte)'"' or (byte)'\\' or < 0x20)),
            (byte)'"',
        ];

        JsonRepair.Apply(json);

        JsonSerializer.Deserialize<string>(json).ShouldNotBeNull();
    }
}
