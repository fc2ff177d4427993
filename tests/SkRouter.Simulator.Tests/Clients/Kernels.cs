using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using OpenAI;

namespace SkRouter.Simulator.Tests.Clients;

/// <summary>Real clients, pointed at a simulator.</summary>
internal static class Kernels
{
    public const string ApiKey = "sk-test-0123456789";

    public static Kernel Kernel(SimulatorServer simulator, string model = "gpt")
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion(model, simulator.Endpoint, ApiKey);
        return builder.Build();
    }

    public static IChatClient ChatClient(SimulatorServer simulator, string model = "gpt") =>
        new OpenAIClient(
            new ApiKeyCredential(ApiKey),
            new() { Endpoint = simulator.Endpoint, RetryPolicy = new ClientRetryPolicy(0) }
        )
            .GetChatClient(model)
            .AsIChatClient();

    public static HttpClient Http(SimulatorServer simulator) =>
        new() { BaseAddress = new(simulator.Endpoint + "/"), Timeout = TimeSpan.FromSeconds(30) };

    public static StringContent Body(
        string user = "hello",
        bool stream = false,
        string model = "gpt",
        string more = ""
    ) =>
        new(
            $$"""
            {"model":"{{model}}","messages":[{"role":"user","content":"{{user}}"}],"stream":{{(
                stream ? "true" : "false"
            )}}{{more}}}
            """,
            System.Text.Encoding.UTF8,
            "application/json"
        );

    public static async Task<string> PostAsync(this SimulatorServer simulator, HttpContent body)
    {
        using var http = Http(simulator);
        using var response = await http.PostAsync("chat/completions", body);
        return await response.Content.ReadAsStringAsync();
    }
}
