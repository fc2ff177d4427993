using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Tests.Answering;

public sealed class ToolNamesTests
{
    [Theory]
    [InlineData("patch_file", "Files-patch_file")]
    [InlineData("patch_file", "Files_patch_file")]
    [InlineData("patch_file", "patch_file")]
    [InlineData("Files.patch_file", "Files-patch_file")]
    [InlineData("Files.patch_file", "Files_patch_file")]
    [InlineData("Files.patch_file", "patch_file")]
    [InlineData("Files-patch_file", "Files_patch_file")]
    public void Resolve_AnyJoin_FindsTheAdvertisedTool(string scripted, string advertised) =>
        ToolNames
            .Resolve(scripted, ["Files-dispatch_file", advertised, "other"])
            .ShouldBe(advertised);

    [Fact]
    public void Resolve_ExactName_WinsOverALongerOne() =>
        ToolNames.Resolve("read", ["Logs-read", "read"]).ShouldBe("read");

    [Theory]
    [InlineData("invented")]
    [InlineData("patch")]
    public void Resolve_ToolNotOnOffer_StaysAsScripted(string name) =>
        ToolNames.Resolve(name, ["Files-patch_file", "Files-dispatch"]).ShouldBe(name);
}
