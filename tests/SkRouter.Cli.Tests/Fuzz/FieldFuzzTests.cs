using System.Globalization;
using System.Net;
using System.Text;
using SkRouter.AspNetCore.Tests.Fuzz;

namespace SkRouter.Cli.Tests.Fuzz;

/// <summary>
/// Requests with the documented fields of every face, changed field by field into what is nearly right, and everything else that the server can be asked: no internal error, nothing
/// that hangs, and the memory comes back. 3,000 with a fixed seed; SKROUTER_FUZZ=50000 for more, SKROUTER_FUZZ_SEED for others.
/// </summary>
public sealed class FieldFuzzTests
{
    private const int Usual = 3_000;
    private const int WarmUp = 600;
    private const long MostMemoryKept = 64L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _faults = [];
    private readonly SortedDictionary<int, int> _statuses = [];

    [Fact]
    public async Task Serve_FieldsThatAreNearlyRight_AreNeverAnInternalError()
    {
        await using var server = await FuzzServer.StartAsync();
        var corpus = new FieldCorpus(
            "writer",
            "chat",
            "responses",
            "messages",
            "generate",
            "auto",
            "openai/gpt-4.1",
            "claude-sonnet-4-5"
        );
        corpus.Fields.ShouldBeGreaterThan(100);
        var seed = Number("SKROUTER_FUZZ_SEED", 20261129);
        var random = new Random(seed);
        var fuzzer = new RequestFuzzer(seed, corpus.Next);
        var pages = new PageCorpus(await server.TokenAsync());
        var count = Number("SKROUTER_FUZZ", Usual);
        var before = 0L;
        for (var i = 0; i < count; i++)
        {
            if (i == WarmUp)
            {
                before = Memory();
            }

            using var late = new CancellationTokenSource(Patience);
            try
            {
                await AskAsync(server, fuzzer, pages, random, i, late.Token);
            }
            catch (OperationCanceledException)
            {
                _faults.Add(FormattableString.Invariant($"#{i} hangs"));
            }
        }

        string.Join('\n', _faults.Take(12)).ShouldBeEmpty();
        // Were nearly all refused, or nearly all taken, little would have been tried.
        _statuses.GetValueOrDefault(200).ShouldBeGreaterThan(count / 10);
        _statuses.GetValueOrDefault(400).ShouldBeGreaterThan(count / 10);
        server.Held.ShouldBe(0);
        var kept = Memory() - before;
        kept.ShouldBeLessThan(MostMemoryKept);
        await Console.Out.WriteLineAsync(
            FormattableString.Invariant(
                $"{count} requests of {corpus.Fields} fields, seed {seed}: {string.Join(", ", _statuses.Select(status => FormattableString.Invariant($"{status.Value} x {status.Key}")))}; {kept / 1024} KiB of memory kept"
            )
        );
    }

    private async Task AskAsync(
        FuzzServer server,
        RequestFuzzer fuzzer,
        PageCorpus pages,
        Random random,
        int i,
        CancellationToken late
    )
    {
        if (random.Next(5) == 0)
        {
            using var page = pages.Next(random, server.Address);
            var shown =
                $"{page.Method} {page.RequestUri!.PathAndQuery} {(page.Content is { } form ? Encoding.UTF8.GetString(await form.ReadAsByteArrayAsync(late)) : "")}";
            await SendAsync(
                server,
                page,
                i,
                shown,
                isApi: page.RequestUri.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal),
                late
            );
            return;
        }

        var (path, body, headers) = fuzzer.Next();
        if (random.Next(20) == 0)
        {
            var (status, answer) = await RawRequest.SendAsync(
                random,
                server.Address,
                path,
                body,
                late
            );
            Note(i, status, $"raw {path} {Encoding.UTF8.GetString(body)}", answer, isApi: false);
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, path))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        await SendAsync(
            server,
            request,
            i,
            $"{path} {Encoding.UTF8.GetString(body)} {string.Join("; ", headers)}",
            isApi: true,
            late
        );
    }

    private async Task SendAsync(
        FuzzServer server,
        HttpRequestMessage request,
        int i,
        string shown,
        bool isApi,
        CancellationToken late
    )
    {
        try
        {
            // The dashboard's live page never ends.
            using var response = await server.Client.SendAsync(
                request,
                HttpCompletionOption.ResponseContentRead,
                late
            );
            Note(
                i,
                (int)response.StatusCode,
                shown,
                await response.Content.ReadAsStringAsync(late),
                isApi
            );
        }
        catch (HttpRequestException exception)
            when (exception.HttpRequestError is HttpRequestError.Unknown)
        {
            // A header that no client can send.
            Note(i, (int)HttpStatusCode.BadRequest, shown, "{\"error\":{}}", isApi);
        }
        catch (HttpRequestException exception)
        {
            _faults.Add(
                FormattableString.Invariant(
                    $"#{i} {exception.HttpRequestError}: {shown} {exception.Message}"
                )
            );
        }
    }

    private void Note(int i, int status, string asked, string answer, bool isApi)
    {
        _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
        if (
            status >= 500
            || (
                isApi
                && status >= 400
                && answer.Length > 0
                && !answer.Contains("\"error\"", StringComparison.Ordinal)
            )
        )
        {
            _faults.Add(
                FormattableString.Invariant($"#{i} {status} {Short(asked)} -> {Short(answer)}")
            );
        }
    }

    private static string Short(string text) => text.Length > 1_500 ? text[..1_500] : text;

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
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
}
