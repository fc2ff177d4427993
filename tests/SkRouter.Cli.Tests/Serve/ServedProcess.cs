using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace SkRouter.Cli.Tests.Serve;

/// <summary><c>skrouter serve</c> as a process of its own, on simulated models and a ledger.</summary>
internal sealed class ServedProcess : IDisposable
{
    private const string Listens = "listens on ";

    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly StringBuilder _errors = new();

    private readonly Task<string> _output;

    private ServedProcess(Process process, string address)
    {
        _process = process;
        Address = new(address);
        _client = new() { BaseAddress = Address };
        // A pipe that nobody reads is full at some time, and then it waits.
        _output = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>What it has written to its error stream so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public int Id => _process.Id;

    /// <param name="ledger">The ledger's file.</param>
    /// <param name="config">The configuration; null for simulated models.</param>
    /// <param name="noAuth">Whether no key is asked for.</param>
    public static async Task<ServedProcess> StartAsync(
        string ledger,
        string? config = null,
        bool noAuth = true
    )
    {
        var process = Start(ledger, config, noAuth);
        var first = await process.StandardOutput.ReadLineAsync();
        return first?.IndexOf(Listens, StringComparison.Ordinal) is >= 0 and var at
            ? new(process, first[(at + Listens.Length)..])
            : throw new InvalidOperationException(
                $"It said: {first} {await process.StandardError.ReadToEndAsync()}"
            );
    }

    /// <summary>Starts it without waiting until it listens.</summary>
    public static Process Start(string ledger, string? config, bool noAuth)
    {
        string[] configured = config is null ? [] : ["--config", config];
        string[] open = noAuth ? ["--no-auth"] : [];
        return Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "SkRouter.Cli.dll"),
                    "serve",
                    "--ledger",
                    ledger,
                    "--url",
                    "http://127.0.0.1:0",
                    .. open,
                    .. configured,
                ]
            )
            {
                // There is no skrouter.json here.
                WorkingDirectory = Path.GetDirectoryName(ledger)!,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
    }

    /// <summary>The id of the round trip's record, once the whole answer is here; null if it did not come.</summary>
    public async Task<string?> AskAsync(bool streamed)
    {
        try
        {
            using var response = await _client.PostAsJsonAsync(
                "/v1/chat/completions",
                new
                {
                    model = "triage",
                    stream = streamed,
                    messages = new[] { new { role = "user", content = "Hi" } },
                }
            );
            var answer = await response.Content.ReadAsStringAsync();
            return
                response.IsSuccessStatusCode
                && (!streamed || answer.Contains("[DONE]", StringComparison.Ordinal))
                ? response.Headers.GetValues("x-skrouter-record").Single()
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }

    public async Task<string> GetAsync(string path) => await _client.GetStringAsync(path);

    public async Task<int> StatusAsync(string path)
    {
        using var response = await _client.GetAsync(path);
        return (int)response.StatusCode;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync();
        return await ExitAsync();
    }

    /// <summary>Asks it to stop, and does not wait for it.</summary>
    public async Task SignalAsync()
    {
        using var kill = Process.Start(
            "kill",
            ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]
        );
        await kill.WaitForExitAsync();
    }

    /// <summary>What it said on standard output after it began to listen; once it has ended.</summary>
    public Task<string> OutputAsync() => _output;

    /// <summary>Waits until it has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _client.Dispose();
        _process.Dispose();
    }
}
