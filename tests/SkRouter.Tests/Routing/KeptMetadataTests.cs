using System.Text.Json;
using Microsoft.SemanticKernel;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.Tests.Routing;

/// <summary>What stands in an answer's metadata for callers of a provider's protocol is there for who asks, and does not grow a conversation that is written down.</summary>
public sealed class KeptMetadataTests
{
    [Theory]
    [InlineData("chat-completions.choice")]
    [InlineData("responses.reasoning")]
    [InlineData("messages.container")]
    [InlineData("generate-content.groundingMetadata")]
    [InlineData("skrouter.raw_usage")]
    [InlineData("skrouter.headers")]
    public void Metadata_WhatAConnectorKeeps_IsFoundAndNotSerialized(string key)
    {
        var metadata = new RecordedMetadata(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Id"] = "1",
                [key] = "kept",
            },
            record: null
        );

        metadata[key].ShouldBe("kept");
        metadata.ContainsKey(key).ShouldBeTrue();
        metadata.Count.ShouldBe(1);
        metadata.Keys.ShouldBe(["Id"]);
        JsonSerializer
            .Serialize(new TextContent("x") { Metadata = metadata })
            .ShouldNotContain("kept");
        metadata.ContainsKey(DecisionRecord.MetadataKey).ShouldBeTrue();
    }
}
