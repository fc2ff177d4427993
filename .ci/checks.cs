// Checks of .ci/run that need to read JSON, XML or archives: dotnet run .ci/checks.cs -- desk LOG | packages FOLDER | readme README FILE | sources URL PDB...
#:property PublishAot=false
#:property NoWarn=$(NoWarn);CA1303;CA2007;MA0004;MA0048;MA0047;CS1591

using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Xml.Linq;

var faults = args switch
{
    ["desk", var log] => Desk(log),
    ["packages", var folder] => Packages(folder),
    ["readme", var readme, var source] => Readme(readme, source),
    ["sources", var url, .. var symbols] => Sources(url, symbols),
    _ => ["Usage: desk LOG | packages FOLDER | readme README FILE | sources URL PDB..."],
};
foreach (var fault in faults)
{
    Console.Error.WriteLine(fault);
}

return faults.Count == 0 ? 0 : 1;

// The incident desk's last line says that it finished, on the simulator, past a failed provider and out of a circle, each side effect done.
static List<string> Desk(string log)
{
    var faults = new List<string>();
    var last = File.ReadLines(log).LastOrDefault(line => line.Length > 0) ?? "";
    using var json = JsonDocument.Parse(last);
    var root = json.RootElement;
    Expect(root.GetProperty("completed").GetBoolean(), "completed is not true");
    Expect(root.GetProperty("simulated").GetBoolean(), "simulated is not true");
    Expect(root.GetProperty("fallbacks").GetInt32() >= 1, "no fallback happened");
    Expect(root.GetProperty("loopsCaught").GetInt32() >= 1, "no circle was caught");
    var tools = root.GetProperty("toolExecutions").EnumerateObject().ToList();
    Expect(tools.Count > 0, "no tool was executed");
    foreach (var tool in tools)
    {
        Expect(tool.Value.GetInt32() > 0, $"tool {tool.Name} was not executed");
    }

    var cost = root.GetProperty("costUsd").GetDecimal();
    var agents = root.GetProperty("agents").EnumerateArray().ToList();
    Expect(cost > 0, "nothing was spent");
    Expect(agents.Count > 0, "no agent is listed");
    Expect(
        agents.Sum(agent => agent.GetProperty("costUsd").GetDecimal()) == cost,
        "the agents' costs do not add up to costUsd"
    );
    return faults;

    void Expect(bool holds, string fault)
    {
        if (!holds)
        {
            faults.Add($"{log}: {fault}");
        }
    }
}

// A package depends on what it is meant to, brings its README, documentation and symbols.
static List<string> Packages(string folder)
{
    var meant = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["SkRouter"] =
        [
            "Microsoft.Extensions.AI",
            "Microsoft.Extensions.Configuration.Binder",
            "Microsoft.Extensions.Options.ConfigurationExtensions",
            "Microsoft.SemanticKernel.Abstractions",
            "Polly.Core",
            "System.ClientModel",
        ],
        ["SkRouter.Agents"] =
        [
            "Microsoft.Agents.AI",
            "Microsoft.Agents.AI.Workflows",
            "SkRouter",
            "YamlDotNet",
        ],
        ["SkRouter.AspNetCore"] = ["SkRouter"],
        ["SkRouter.Cli"] = [],
        ["SkRouter.Connectors"] = ["Microsoft.Extensions.Configuration.Binder", "SkRouter"],
        ["SkRouter.Ledger.Sqlite"] =
        [
            "Microsoft.Data.Sqlite",
            "SQLitePCLRaw.bundle_e_sqlite3",
            "SQLitePCLRaw.core",
            "SkRouter",
            "dbup-core",
            "dbup-sqlite",
        ],
    };
    var faults = new List<string>();
    foreach (var path in Directory.GetFiles(folder, "*.nupkg").Order(StringComparer.Ordinal))
    {
        using var archive = ZipFile.OpenRead(path);
        var entries = archive.Entries.Select(entry => entry.FullName).ToList();
        var nuspec = archive.Entries.Single(entry =>
            entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)
        );
        using var stream = nuspec.Open();
        var document = XDocument.Load(stream);
        var id = Values("id").First();
        var found = Dependencies(net8: false);
        if (!meant.Remove(id, out var expected))
        {
            faults.Add($"{id}: not in the list of packages in .ci/checks.cs");
            continue;
        }

        // What newer frameworks bring themselves.
        string[] added = ["Microsoft.Bcl.Memory", "System.Text.Json"];
        Report(id, Dependencies(net8: true).Except(found).Except(added), "for .NET 8 depends on");
        Report(id, found.Except(expected), "depends on");
        Report(id, expected.Except(found), "does not depend on");
        Report(id, Enumerable.Repeat("README.md", 1).Except(entries), "lacks");
        faults.AddRange(
            Bill(archive, id, Values("version").First(), found).Select(fault => $"{id}: {fault}")
        );
        if (!Values("packageType").Any() && !Tool() && !entries.Contains($"lib/net10.0/{id}.xml"))
        {
            faults.Add($"{id}: lacks its XML documentation");
        }

        if (!File.Exists(Path.ChangeExtension(path, ".snupkg")))
        {
            faults.Add($"{id}: lacks its symbols");
        }

        IEnumerable<string> Values(string name) =>
            document
                .Descendants()
                .Where(element => element.Name.LocalName == name)
                .Select(element => element.Value);

        List<string> Dependencies(bool net8) =>
            [
                .. document
                    .Descendants()
                    .Where(element =>
                        element.Name.LocalName == "dependency"
                        && element.Parent!.Attribute("targetFramework")?.Value == "net8.0" == net8
                    )
                    .Select(element => element.Attribute("id")!.Value)
                    .Order(StringComparer.Ordinal),
            ];

        bool Tool() =>
            document.Descendants().Any(element => element.Name.LocalName == "packageType");
    }

    faults.AddRange(meant.Keys.Select(id => $"{id}: was not packed"));
    return faults;

    void Report(string id, IEnumerable<string> names, string what) =>
        faults.AddRange(names.Select(name => $"{id}: {what} {name}"));
}

// The bill of materials is CycloneDX's, is of this package, and has everything that the package depends on, each with its version and a hash.
static IEnumerable<string> Bill(
    ZipArchive archive,
    string id,
    string version,
    IReadOnlyList<string> dependencies
)
{
    if (archive.GetEntry("sbom/bom.cdx.json") is not { } entry)
    {
        yield return "lacks its bill of materials";
        yield break;
    }

    using var stream = entry.Open();
    using var json = JsonDocument.Parse(stream);
    var root = json.RootElement;
    var subject = root.GetProperty("metadata").GetProperty("component");
    if (
        root.GetProperty("bomFormat").GetString() != "CycloneDX"
        || subject.GetProperty("name").GetString() != id
        || subject.GetProperty("version").GetString() != version
    )
    {
        yield return "its bill of materials is of something else";
    }

    // A package may be there twice, in the version of each framework that the library is built for.
    var components = root.GetProperty("components")
        .EnumerateArray()
        .ToLookup(
            component => component.GetProperty("name").GetString()!,
            StringComparer.OrdinalIgnoreCase
        );
    foreach (var missing in dependencies.Where(name => !components.Contains(name)))
    {
        yield return $"its bill of materials lacks {missing}";
    }

    foreach (
        var (name, component) in components.SelectMany(all => all, (all, one) => (all.Key, one))
    )
    {
        var isOwn = name.StartsWith("SkRouter", StringComparison.Ordinal);
        if (
            string.IsNullOrEmpty(component.GetProperty("version").GetString())
            || (!isOwn && !component.TryGetProperty("hashes", out _))
        )
        {
            yield return $"its bill of materials does not say which {name} it is";
        }
    }
}

// Symbols map every source to the commit of a public repository.
static List<string> Sources(string url, IEnumerable<string> symbols)
{
    var sourceLink = new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    var faults = new List<string>();
    foreach (var path in symbols)
    {
        using var stream = File.OpenRead(path);
        using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        var reader = provider.GetMetadataReader();
        var map = reader
            .CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == sourceLink)
            .Select(information =>
                System.Text.Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value))
            )
            .FirstOrDefault("");
        if (!map.Contains(url, StringComparison.Ordinal))
        {
            faults.Add($"{path}: no source link to {url}, but '{map}'");
        }
    }

    return faults;
}

// The code block that the README shows is the sample's file.
static List<string> Readme(string readme, string source)
{
    var code = File.ReadAllText(source).Trim();
    return File.ReadAllText(readme).Contains($"```csharp\n{code}\n```", StringComparison.Ordinal)
        ? []
        : [$"{readme} does not show {source} as it is"];
}
