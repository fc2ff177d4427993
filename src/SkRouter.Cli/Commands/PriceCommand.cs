using System.CommandLine;
using System.Globalization;
using SkRouter.Catalog;
using SkRouter.Cli.Pricing;
using SkRouter.Spend;

namespace SkRouter.Cli.Commands;

/// <summary><c>skrouter price</c>: checks a file of usage cases, or prices one request.</summary>
internal sealed class PriceCommand
{
    private const int WrongUse = 2;

    /// <summary>The moment for which the published cases are priced; they carry none themselves.</summary>
    private const string CasesPricedAt = "2025-11-06T12:00:00Z";

    private readonly TimeProvider _time;
    private readonly Option<FileInfo?> _cases = Make<FileInfo?>(
        "--cases",
        "A file of usage cases to check, as JSON Lines"
    );
    private readonly Option<string?> _provider = Make<string?>("--provider", "Who runs the model");
    private readonly Option<string?> _model = Make<string?>(
        "--model",
        "The model, as requests name it"
    );
    private readonly Option<long> _input = Make<long>(
        "--input",
        "Tokens of input, cached ones included"
    );
    private readonly Option<long> _cacheRead = Make<long>(
        "--cache-read",
        "Of these, tokens read from the prompt cache"
    );
    private readonly Option<long> _cacheWrite = Make<long>(
        "--cache-write",
        "Of these, tokens written to the prompt cache"
    );
    private readonly Option<long> _output = Make<long>("--output", "Tokens of output");
    private readonly Option<FileInfo?> _catalog = Make<FileInfo?>(
        "--catalog",
        "A catalogue file instead of the built-in one"
    );
    private readonly Option<DateTimeOffset?> _at = Make<DateTimeOffset?>(
        "--at",
        $"The moment to price for; without it now, for cases {CasesPricedAt}, where the published ones stand"
    );
    private readonly Option<bool> _json = Make<bool>("--json", "Write JSON");

    private PriceCommand(TimeProvider time) => _time = time;

    public static Command Create(TimeProvider time) => new PriceCommand(time).Build();

    private Command Build()
    {
        var command = new Command("price", "Check usage cases, or price one request")
        {
            _cases,
            _provider,
            _model,
            _input,
            _cacheRead,
            _cacheWrite,
            _output,
            _catalog,
            _at,
            _json,
        };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (output, error) = (
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error
        );
        try
        {
            var catalog = parsed.GetValue(_catalog) is { } file
                ? ModelCatalog.Load(file.FullName)
                : ModelCatalog.Default;
            return parsed.GetValue(_cases) is { } cases
                ? Check(cases, catalog, parsed, output)
                : Price(catalog, parsed, output, error);
        }
        catch (Exception exception) when (exception is FormatException or IOException)
        {
            error.WriteLine(exception.Message);
            return WrongUse;
        }
    }

    private int Check(FileInfo file, ModelCatalog catalog, ParseResult parsed, TextWriter output)
    {
        var when =
            parsed.GetValue(_at)
            ?? DateTimeOffset.Parse(CasesPricedAt, CultureInfo.InvariantCulture);
        var report = UsageCaseReport.Read(
            File.ReadLines(file.FullName),
            new UsageCaseCheck(catalog, when)
        );
        output.WriteLine(parsed.GetValue(_json) ? report.ToJson() : report.ToText());
        return report.Mismatches.Count == 0 ? 0 : 1;
    }

    private int Price(ModelCatalog catalog, ParseResult parsed, TextWriter output, TextWriter error)
    {
        var facts = parsed.GetValue(_model) is { } model
            ? catalog.Find(parsed.GetValue(_provider), model)
            : null;
        if (facts?.Price is not { } price)
        {
            error.WriteLine(
                "No price is known. Name a --model that the catalogue has and its --provider, or a file of --cases."
            );
            return WrongUse;
        }

        var usage = new TokenUsage
        {
            InputTokens = parsed.GetValue(_input),
            CacheReadTokens = parsed.GetValue(_cacheRead),
            CacheWriteTokens = parsed.GetValue(_cacheWrite),
            OutputTokens = parsed.GetValue(_output),
        };
        var cost = CostCalculator.Compute(usage, price, parsed.GetValue(_at) ?? _time.GetUtcNow());
        var answer = new PricedRequest(facts, cost);
        output.WriteLine(parsed.GetValue(_json) ? answer.ToJson() : answer.ToText());
        return 0;
    }

    private static Option<T> Make<T>(string name, string description) =>
        new(name) { Description = description };
}
