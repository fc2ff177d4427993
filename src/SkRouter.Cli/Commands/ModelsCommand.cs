using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SkRouter.Catalog;
using SkRouter.Cli.CatalogImport;

namespace SkRouter.Cli.Commands;

/// <summary><c>skrouter models update</c>: makes a catalogue file from price facts.</summary>
internal sealed class ModelsCommand
{
    private const int WrongUse = 2;

    private readonly TimeProvider _time;
    private readonly Option<FileInfo> _from = new("--from")
    {
        Description = "The price facts: prices/data.json of github.com/pydantic/genai-prices",
        Required = true,
    };
    private readonly Option<FileInfo> _out = new("--out")
    {
        Description = "The catalogue file to write",
        DefaultValueFactory = _ => new("skrouter-models.json"),
    };
    private readonly Option<string> _source = new("--source")
    {
        Description = "Where the facts come from, for the record",
        DefaultValueFactory = _ => "github.com/pydantic/genai-prices (MIT)",
    };
    private readonly Option<string?> _checked = new("--checked")
    {
        Description =
            "The day on which the facts were last checked, as yyyy-MM-dd; without it today",
    };

    private ModelsCommand(TimeProvider time) => _time = time;

    public static Command Create(TimeProvider time)
    {
        var self = new ModelsCommand(time);
        var update = new Command("update", "Make a catalogue file from price facts")
        {
            self._from,
            self._out,
            self._source,
            self._checked,
        };
        update.SetAction(self.Update);
        return new("models", "What is known of models") { update };
    }

    private int Update(ParseResult parsed)
    {
        var (output, error) = (
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error
        );
        try
        {
            var import = new PriceFactsImport(parsed.GetValue(_source)!, Day(parsed));
            using var facts = JsonDocument.Parse(
                File.ReadAllBytes(parsed.GetValue(_from)!.FullName)
            );
            var text = import.Convert(facts.RootElement);
            var catalog = ModelCatalog.Parse(System.Text.Encoding.UTF8.GetBytes(text));
            File.WriteAllText(parsed.GetValue(_out)!.FullName, text);
            foreach (var dropped in import.Dropped)
            {
                error.WriteLine($"left out: {dropped}");
            }

            var models = catalog.Providers.Sum(provider => provider.Models.Count);
            output.WriteLine(
                FormattableString.Invariant(
                    $"{catalog.Providers.Count} providers, {models} models; {catalog.Version}"
                )
            );
            return 0;
        }
        catch (Exception exception)
            when (exception
                    is FormatException
                        or IOException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
            )
        {
            error.WriteLine($"Nothing was written: {exception.Message}");
            return WrongUse;
        }
    }

    private DateOnly Day(ParseResult parsed) =>
        parsed.GetValue(_checked) is { } day
            ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
}
