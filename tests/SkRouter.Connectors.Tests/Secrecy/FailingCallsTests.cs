using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;
using SkRouter.TestKit;

namespace SkRouter.Connectors.Tests.Secrecy;

/// <summary>
/// Behind the router, over HTTP, with a provider that quotes the key in each of its errors: the key is in nothing that the process says,
/// throws, records or shows.
/// </summary>
public sealed class FailingCallsTests
{
    private const string Key = "sk-scan-9f8e7d6c5b4a3210";
    private const string Model = "gpt-scanned";

    private static readonly Fault[] Faults =
    [
        Quoting(401),
        Quoting(403),
        Quoting(429),
        Quoting(400),
        Quoting(404),
        Quoting(500),
        new(FaultKind.ContentFilter) { Message = $"filtered {Key}" },
        new(FaultKind.ContextTooLong) { Message = $"too long {Key}" },
        new(FaultKind.Reset),
        Fault.CutAfter(0.5),
        new(FaultKind.MalformedEvent),
    ];

    public static TheoryData<string, bool> Providers
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var provider in KnownProviders.All)
            {
                rows.Add(provider.Name, false);
                rows.Add(provider.Name, true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Call_FailsInEveryWay_TheKeyIsNowhere(string provider, bool streamed)
    {
        using var everything = new Everything();
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(Model, m => m.Header("x-request-id", Key).Header("x-litellm-call-id", Key))
        );
        var left = new List<string>();
        foreach (var fault in Faults)
        {
            // A kernel of its own for each: no cooldown from the failure before.
            var kernel = Build(provider, simulator, everything);
            simulator.Model(Model).FailNext(fault, times: 3);
            left.AddRange(await FailAsync(kernel, streamed));
            left.AddRange(await ShownAsync(kernel));
            simulator.Model(Model).Recover();
        }

        left.Add(await SucceedAsync(Build(provider, simulator, everything), streamed));
        left.AddRange(everything.Heard);
        left.Where(text => text.Contains(Key, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        // The scan sees what it is to see: the provider did get the key, and every channel said something.
        simulator.Model(Model).Requests.ShouldAllBe(request => request.ApiKeyFingerprint != null);
        left.ShouldContain(text => text.Contains("***", StringComparison.Ordinal));
        foreach (var kind in new[] { "log: ", "trace: ", "metric: " })
        {
            left.ShouldContain(text => text.StartsWith(kind, StringComparison.Ordinal));
        }
    }

    /// <summary>A gateway's headers may quote the key too.</summary>
    private static async Task<string> SucceedAsync(Kernel kernel, bool streamed)
    {
        var client = kernel.GetRequiredService<IChatClient>("scanned-model");
        var answer = streamed
            ? await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync()
            : await client.GetResponseAsync("Hi");
        answer.Text.ShouldNotBeEmpty();
        return JsonSerializer.Serialize(answer, AIJsonUtilities.DefaultOptions);
    }

    private static async Task<List<string>> FailAsync(Kernel kernel, bool streamed)
    {
        var service = kernel.GetRequiredService<IChatCompletionService>("scanned");
        try
        {
            if (!streamed)
            {
                var answer = await service.GetChatMessageContentAsync("Hi", kernel: kernel);
                return [JsonSerializer.Serialize(answer.Metadata?.Keys), answer.ToString()];
            }

            var said = new List<string>();
            await foreach (
                var piece in service.GetStreamingChatMessageContentsAsync("Hi", kernel: kernel)
            )
            {
                said.Add(piece.ToString());
            }

            return said;
        }
        catch (RouterException exception)
        {
            return
            [
                exception.ToString(),
                JsonSerializer.Serialize(exception.Attempts),
                .. Chain(exception).SelectMany(Shown),
            ];
        }
    }

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }

    private static IEnumerable<string> Shown(Exception exception)
    {
        yield return exception.ToString();
        foreach (System.Collections.DictionaryEntry entry in exception.Data)
        {
            yield return $"{entry.Key}={entry.Value}";
        }

        if (exception is ProviderException refusal)
        {
            yield return string.Join(
                ' ',
                refusal.Message,
                refusal.Detail,
                refusal.ErrorCode,
                refusal.ErrorType,
                refusal.Parameter,
                refusal.RequestId,
                refusal.Provider
            );
        }
    }

    private static async Task<List<string>> ShownAsync(Kernel kernel)
    {
        var router = kernel.Router();
        var client = kernel.GetRequiredService<IChatClient>("scanned-model");
        var shown = new List<string>
        {
            client.ToString()!,
            JsonSerializer.Serialize(client.GetService<ChatClientMetadata>()),
        };
        foreach (var record in await kernel.RecordsAsync())
        {
            shown.Add(record.ToString());
            shown.Add(JsonSerializer.Serialize(record));
        }

        foreach (var deployment in router.Deployments)
        {
            shown.Add(deployment.ToString()!);
        }

        foreach (var status in router.Health.Snapshot())
        {
            shown.Add(status.ToString());
            shown.Add(JsonSerializer.Serialize(status));
        }

        return shown;
    }

    private static Kernel Build(string provider, SimulatorServer simulator, Everything everything)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddLogging(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(everything)
        );
        builder.AddProviderChatClient(
            provider,
            Model,
            Key,
            "scanned-model",
            options =>
            {
                options.BaseUrl = simulator.Endpoint;
            }
        );
        builder.AddSkRouter(router =>
        {
            router.Role("scanned", role => role.Prefer("scanned-model"));
            router.Deployment("scanned-model", deployment => deployment.Price(1, 10));
            router.Options.Deployments["scanned-model"].Retries = 0;
        });
        return builder.Build();
    }

    private static Fault Quoting(int status) =>
        // A wait that long fits no deadline: it fails at once.
        Fault.WithStatus(status, retryAfterSeconds: 3600) with
        {
            Message = $"Refused the key {Key}.",
            Code = Key,
            Type = Key,
        };
}
