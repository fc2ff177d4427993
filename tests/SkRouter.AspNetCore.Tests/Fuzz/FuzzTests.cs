using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.Tests.Embeddings;

namespace SkRouter.AspNetCore.Tests.Fuzz;

/// <summary>
/// Requests that are nearly right, to every endpoint: none is an internal error, none hangs, and the memory that they took comes back. 3,000 with a fixed seed; more
/// with SKROUTER_FUZZ=50000, from another seed with SKROUTER_FUZZ_SEED.
/// </summary>
public sealed class FuzzTests
{
    private const int Usual = 3_000;
    private const int WarmUp = 300;
    private const long MostMemoryKept = 64L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Post_RequestsThatAreNearlyRight_AreNeverAnInternalError()
    {
        await using var server = await StartAsync();
        var fuzzer = new RequestFuzzer(Number("SKROUTER_FUZZ_SEED", 20261129), RequestSeeds.Next);
        var count = Number("SKROUTER_FUZZ", Usual);
        var faults = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        var before = 0L;
        for (var i = 0; i < count; i++)
        {
            if (i == Math.Min(WarmUp, count / 2))
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }

            var (path, body, headers) = fuzzer.Next();
            var (status, answer) = await AskAsync(server, path, body, headers);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (status == 500 || (status >= 400 && !IsFault(answer)))
            {
                faults.Add(
                    FormattableString.Invariant(
                        $"#{i} {status} {path} {Encoding.UTF8.GetString(body)} -> {answer}"
                    )
                );
            }
        }

        string.Join('\n', faults.Take(10)).ShouldBeEmpty();
        // Were nearly all refused, or nearly all taken, little would have been tried.
        statuses
            .Where(status => status.Key == 200)
            .Sum(status => status.Value)
            .ShouldBeGreaterThan(count / 20);
        statuses
            .Where(status => status.Key == 400)
            .Sum(status => status.Value)
            .ShouldBeGreaterThan(count / 20);
        server.Services.GetRequiredService<BodyBudget>().Held.ShouldBe(0);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        (after - before).ShouldBeLessThan(MostMemoryKept);
    }

    private static bool IsFault(string answer)
    {
        try
        {
            return JsonElement.Parse(answer).GetProperty("error").ValueKind is JsonValueKind.Object;
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<(int Status, string Answer)> AskAsync(
        ApiServer server,
        string path,
        byte[] body,
        IReadOnlyList<(string, string)> headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var late = new CancellationTokenSource(Patience);
        try
        {
            using var response = await server.Client.SendAsync(request, late.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(late.Token));
        }
        // A header that no client can send.
        catch (HttpRequestException exception)
            when (exception.HttpRequestError is HttpRequestError.Unknown)
        {
            return ((int)HttpStatusCode.BadRequest, """{"error":{}}""");
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : otherwise;

    private static Task<ApiServer> StartAsync() =>
        ApiServer.StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            services =>
                services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
                    "e",
                    new ScriptedGenerator()
                ),
            models: [("m", new ReadyChatClient())]
        );
}
