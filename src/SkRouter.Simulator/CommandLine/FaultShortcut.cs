using System.Globalization;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.CommandLine;

/// <summary>A fault in one word: <c>MODEL[:REQUESTS]:FAULT</c>.</summary>
internal static class FaultShortcut
{
    public static IEnumerable<string> KindNames =>
        Enum.GetNames<FaultKind>().Where(name => name != nameof(FaultKind.Status)).Select(Camel);

    public static (string Model, FaultRule Rule) Parse(
        string text,
        IReadOnlyList<ModelScript> models
    )
    {
        // A model's own name may hold colons, as Ollama's do.
        var model = models
            .Select(candidate => candidate.Name)
            .Where(name => text.StartsWith(name + ":", StringComparison.Ordinal))
            .MaxBy(name => name.Length);
        if (model is null)
        {
            throw Wrong(
                text,
                $"it must begin with a model; there are {string.Join(", ", models.Select(m => m.Name))}"
            );
        }

        var rest = text[(model.Length + 1)..];
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var requests = colon < 0 ? "*" : rest[..colon];
        if (!NumberSelector.TryParse(requests, out _))
        {
            throw Wrong(text, $"'{requests}' is not a choice of requests; {NumberSelector.Form}");
        }

        return (model, new() { Requests = requests, Fault = Fault(rest[(colon + 1)..], text) });
    }

    private static Fault Fault(string fault, string text)
    {
        if (char.IsAsciiDigit(fault.FirstOrDefault()))
        {
            var parts = fault.Split('/');
            return Scripting.Fault.WithStatus(
                Whole(parts[0], text),
                parts.Length > 1 ? Whole(parts[1], text) : null
            );
        }

        var equals = fault.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? fault : fault[..equals];
        if (
            !Enum.TryParse<FaultKind>(name, ignoreCase: true, out var kind)
            || kind == FaultKind.Status
        )
        {
            throw Wrong(
                text,
                $"'{name}' is no fault; use an HTTP status or {string.Join(", ", KindNames)}"
            );
        }

        return equals < 0 ? new(kind) : WithValue(kind, fault[(equals + 1)..], text);
    }

    private static Fault WithValue(FaultKind kind, string value, string text)
    {
        if (
            !double.TryParse(
                value,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            throw Wrong(text, $"'{value}' is not a number");
        }

        return kind switch
        {
            FaultKind.SlowFirstToken or FaultKind.Silence or FaultKind.Stall => new(kind)
            {
                DelayMs = number,
            },
            FaultKind.Cut
            or FaultKind.CleanEnd
            or FaultKind.MalformedEvent
            or FaultKind.ContentFilterFinish => new(kind) { Share = number },
            _ => throw Wrong(text, $"'{Camel(kind.ToString())}' takes no value"),
        };
    }

    private static int Whole(string value, string text) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(text, $"'{value}' is not a whole number");

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static SimulatorScriptException Wrong(string text, string message) =>
        new([
            new(
                "--fault",
                null,
                $"'{text}': {message}; for example gpt-strong:3:503 or gpt-strong:1-4:429/2"
            ),
        ]);
}
