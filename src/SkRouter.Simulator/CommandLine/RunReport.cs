using System.Globalization;
using System.Text;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.CommandLine;

/// <summary>What the program tells its user.</summary>
internal static class RunReport
{
    public static string Opening(SimulatorServer simulator, SimulatorScript script)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Simulated providers at {simulator.Endpoint}"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Models: {string.Join(", ", script.Models.Select(Describe))}"
        );
        text.AppendLine("Point a client at it:");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  export OPENAI_BASE_URL={simulator.Endpoint}"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  export OPENAI_API_KEY={(script.ApiKey is null ? "anything" : "<the script's apiKey>")}"
        );
        return text.Append("Ctrl-C stops it and prints the counts.").ToString();
    }

    public static string Line(ReceivedRequest request)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{request.ReceivedAt.ToLocalTime():HH:mm:ss.fff}  {request.Model} #{request.Number}  {(request.Streamed ? "stream" : "plain")}  "
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"{request.Status?.ToString(CultureInfo.InvariantCulture) ?? "---"}  "
        );
        text.Append(CultureInfo.InvariantCulture, $"{request.Duration.TotalMilliseconds:0} ms");
        if (request.Usage is { } usage)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {usage.PromptTokens}+{usage.CompletionTokens} tokens"
            );
        }

        text.Append(Suffix(request));
        return text.ToString();
    }

    public static string Closing(SimulatorServer simulator)
    {
        var width = Math.Max("model".Length, simulator.Models.Max(model => model.Name.Length));
        var text = new StringBuilder();
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{"model".PadRight(width)}  requests  prompt tokens  completion tokens (as told to clients)"
        );
        foreach (var model in simulator.Models)
        {
            var usage = model.UsageSent;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{model.Name.PadRight(width)}  {model.RequestCount, 8}  {usage.PromptTokens, 13}  {usage.CompletionTokens, 17}"
            );
        }

        return text.ToString().TrimEnd();
    }

    private static string Suffix(ReceivedRequest request)
    {
        var parts = new List<string>();
        parts.AddRange(request.ToolCalls.Select(call => $"calls {call.Name}"));
        if (request.ErrorCode is { } code)
        {
            parts.Add(code);
        }

        if (request.Fault is { } fault)
        {
            parts.Add($"fault: {fault}");
        }

        if (request.Outcome != RequestOutcome.Completed)
        {
            parts.Add(
                request.Outcome == RequestOutcome.AbortedByClient ? "client went away" : "cut off"
            );
        }

        return parts.Count == 0 ? "" : "  " + string.Join(", ", parts);
    }

    private static string Describe(ModelScript model) =>
        model.TokensPerSecond > 0 || model.FirstTokenMs > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name} ({model.FirstTokenMs:0} ms to the first token, {(model.TokensPerSecond > 0 ? $"{model.TokensPerSecond:0.#} tokens/s" : "then at once")})"
            )
            : model.Name;
}
