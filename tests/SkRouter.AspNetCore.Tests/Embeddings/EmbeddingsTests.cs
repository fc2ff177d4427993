using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Access;
using SkRouter.Connectors;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Simulator;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Embeddings;

/// <summary><c>/v1/embeddings</c> over the connector and the simulator.</summary>
public sealed class EmbeddingsTests : IAsyncLifetime
{
    private const string Path = "/v1/embeddings";
    private const string Model = "text-embedding-3-small";

    private SimulatorServer _provider = null!;

    public async Task InitializeAsync() =>
        _provider = await SimulatorServer.StartAsync(script =>
            script.Model(Model).Model("gpt-4.1-mini").RequireKey("sk-upstream")
        );

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task Post_Texts_GivesAVectorOfEachInOrderAndBooksThem()
    {
        await using var server = await StartAsync();

        using var response = await server.PostAsync(
            Path,
            $$"""{"model":"{{Model}}","input":["the queue is slow","the queue is slow today","cake"],"user":"u"}""",
            ("x-skrouter-agent", "indexer"),
            ("x-skrouter-run", "r1"),
            ("x-skrouter-tags", "project=apollo")
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var root = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        var vectors = Vectors(root);
        vectors.Count.ShouldBe(3);
        Near(vectors[0], vectors[1]).ShouldBeGreaterThan(0.8f);
        Near(vectors[0], vectors[2]).ShouldBeLessThan(0.2f);
        root.GetProperty("model").GetString().ShouldBe(Model);
        var tokens = root.GetProperty("usage").GetProperty("prompt_tokens").GetInt64();
        tokens.ShouldBeGreaterThan(9);

        var record = await server.LastRecordAsync();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        (record.Role, record.Agent, record.Run).ShouldBe(("embeddings", "indexer", "r1"));
        record.Tags["project"].ShouldBe("apollo");
        record.Usage.InputTokens.ShouldBe(tokens);
        // 0.02 USD for a million, by the catalogue.
        record.CostUsd.ShouldBe(tokens * 0.02m / 1_000_000);
        Header(response, "x-skrouter-record").ShouldBe(record.Id);
        Header(response, "x-skrouter-deployment").ShouldBe($"openai/{Model}");
        Header(response, "x-skrouter-ignored").ShouldBe("user");
    }

    [Fact]
    public async Task Post_Base64_GivesTheSameNumbers()
    {
        await using var server = await StartAsync();
        var inFloats = await server.PostJsonAsync(
            Path,
            $$"""{"model":"openai/{{Model}}","input":"one two three","dimensions":16}"""
        );

        var inBase64 = await server.PostJsonAsync(
            Path,
            $$"""{"model":"openai/{{Model}}","input":"one two three","dimensions":16,"encoding_format":"base64"}"""
        );

        var floats = Vectors(inFloats)[0];
        floats.Length.ShouldBe(16);
        var bytes = inBase64.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().ShouldBe(floats);
    }

    [Theory]
    [InlineData("""{"input":"x"}""", 400, "model")]
    [InlineData("""{"model":"text-embedding-3-small"}""", 400, "input")]
    [InlineData("""{"model":"text-embedding-3-small","input":[]}""", 400, "input")]
    [InlineData("""{"model":"text-embedding-3-small","input":[[1,2]]}""", 400, "token ids")]
    [InlineData(
        """{"model":"text-embedding-3-small","input":"x","dimensions":0}""",
        400,
        "dimensions"
    )]
    [InlineData(
        """{"model":"text-embedding-3-small","input":"x","encoding_format":"hex"}""",
        400,
        "base64"
    )]
    [InlineData("""{"model":"writer","input":"x"}""", 404, "/v1/models")]
    public async Task Post_WhatCannotBeDone_SaysWhy(string body, int status, string says)
    {
        await using var server = await StartAsync();

        using var response = await server.PostAsync(Path, body);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(says);
    }

    [Fact]
    public async Task Post_NoModelForEmbeddings_SaysHowToGetOne()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("x"));

        using var response = await server.PostAsync(Path, """{"model":"m","input":"x"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("EmbeddingModels");
    }

    [Fact]
    public async Task Post_ProviderRefuses_IsToldAndBooked()
    {
        await using var server = await StartAsync(key: "sk-wrong");

        using var response = await server.PostAsync(
            Path,
            $$"""{"model":"{{Model}}","input":"x"}"""
        );

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("sk-wrong");
        var record = await server.LastRecordAsync();
        record.Outcome.ShouldBe(RoundTripOutcome.Failed);
        record.Attempts.Single().FailureKind.ShouldBe(FailureKind.KeyRejected);
    }

    [Fact]
    public async Task Post_KeyOfAnotherModel_IsRefused()
    {
        await using var server = await StartAsync();
        var secret = ApiKeySecret.New();
        server
            .Services.GetRequiredService<IApiKeyStore>()
            .Add(
                new()
                {
                    Id = ApiKeySecret.PrefixOf(secret),
                    Name = "k",
                    Prefix = ApiKeySecret.PrefixOf(secret),
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    Targets = ["writer"],
                },
                secret
            );

        using var response = await server.PostAsync(
            Path,
            $$"""{"model":"{{Model}}","input":"x"}""",
            ("x-api-key", secret)
        );

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task GetModels_WithEmbeddings_ListsThem()
    {
        await using var server = await StartAsync();

        var list = await server.Client.GetStringAsync("/v1/models");

        list.ShouldContain($"\"openai/{Model}\"");
        list.ShouldContain($"\"{Model}\"");
    }

    private Task<ApiServer> StartAsync(string key = "sk-upstream") =>
        ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
                services.AddProviderEmbeddings(
                    "openai",
                    Model,
                    key,
                    $"openai/{Model}",
                    options => options.BaseUrl = _provider.Endpoint
                ),
            models: [("m", new ScriptedChatClient(ScriptedStep.Answer("ok")))]
        );

    private static List<float[]> Vectors(JsonElement root) =>
        [
            .. root.GetProperty("data")
                .EnumerateArray()
                .Select(item =>
                    item.GetProperty("embedding")
                        .EnumerateArray()
                        .Select(number => number.GetSingle())
                        .ToArray()
                ),
        ];

    private static float Near(float[] one, float[] other) => one.Zip(other, (a, b) => a * b).Sum();

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.GetValues(name).Single();
}
