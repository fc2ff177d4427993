// Measures of a source tree, one line per folder given, to hold beside those of other projects: dotnet run tests/Architecture.Tests/measures.cs -- src/SkRouter [FOLDER ...]
// With --edges it also prints which subfolders use which (by the names of types, so that same-named types can mislead), and the cycles among them.
#:property PublishAot=false
#:property TargetFramework=net10.0
#:property NoWarn=$(NoWarn);MA0076;CA1303;CA2007;MA0004;MA0048;MA0047;CS1591
#:package Microsoft.CodeAnalysis.CSharp

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

var edges = args.Contains("--edges");
var folders = args.Where(arg => arg != "--edges").ToList();
if (folders.Count == 0 || folders.Find(folder => !Directory.Exists(folder)) is not null)
{
    Console.Error.WriteLine("Usage: measures.cs -- [--edges] FOLDER ...; each must exist.");
    return 2;
}

Console.WriteLine(
    "| folder | files | lines | lines a file: median / p90 / max | method length: median / p90 | files under 20 lines | internal types | subfolders in cycles | mutual pairs |"
);
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
foreach (var folder in folders)
{
    var tree = SourceTree.Read(folder);
    Console.WriteLine(tree.Row(folder));
    if (edges)
    {
        tree.WriteEdges(Console.Out);
    }
}

return 0;

internal sealed class SourceTree
{
    private readonly List<int> _lines = [];
    private readonly List<int> _methods = [];
    private readonly Dictionary<string, HashSet<string>> _declared = [];
    private readonly Dictionary<string, HashSet<string>> _used = [];
    private int _types;
    private int _internal;

    public static SourceTree Read(string folder)
    {
        var tree = new SourceTree();
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (!path.Split('/').Any(part => part is "obj" or "bin"))
            {
                tree.Add(
                    path.Contains('/') ? path[..path.IndexOf('/')] : ".",
                    File.ReadAllText(file)
                );
            }
        }

        return tree;
    }

    public string Row(string name)
    {
        var cycles = Cycles();
        var uses = Uses();
        var mutual = uses.Count(edge =>
            string.CompareOrdinal(edge.From, edge.To) < 0 && uses.Contains((edge.To, edge.From))
        );
        return $"| {name} | {_lines.Count} | {_lines.Sum()} | {At(_lines, 0.5)} / {At(_lines, 0.9)} / {At(_lines, 1)} | {At(_methods, 0.5)} / {At(_methods, 0.9)} | {_lines.Count(count => count < 20)} | {100 * _internal / Math.Max(1, _types)} % | {cycles.Sum(cycle => cycle.Count)} of {_declared.Count} | {mutual} of {uses.Count} edges |";
    }

    public void WriteEdges(TextWriter output)
    {
        output.WriteLine();
        foreach (var from in Uses().GroupBy(edge => edge.From).OrderBy(group => group.Key))
        {
            output.WriteLine(
                $"{from.Key} -> {string.Join(", ", from.Select(edge => edge.To).Order())}"
            );
        }

        foreach (var cycle in Cycles())
        {
            output.WriteLine($"cycle: {string.Join(", ", cycle.Order())}");
        }

        output.WriteLine();
    }

    private void Add(string folder, string text)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        _lines.Add(text.AsSpan().Count('\n'));
        var declared = Names(_declared, folder);
        foreach (var type in root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
        {
            if (type.Parent is BaseTypeDeclarationSyntax)
            {
                continue;
            }

            declared.Add(type.Identifier.Text);
            _types++;
            _internal += type.Modifiers.Any(word => word.IsKind(SyntaxKind.PublicKeyword)) ? 0 : 1;
        }

        foreach (var method in root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            var span = method.GetLocation().GetLineSpan();
            _methods.Add(span.EndLinePosition.Line - span.StartLinePosition.Line + 1);
        }

        var used = Names(_used, folder);
        foreach (var name in root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            used.Add(name.Identifier.Text);
        }
    }

    private static HashSet<string> Names(Dictionary<string, HashSet<string>> all, string folder)
    {
        if (!all.TryGetValue(folder, out var names))
        {
            all[folder] = names = [];
        }

        return names;
    }

    private static int At(List<int> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];
    }

    private HashSet<(string From, string To)> Uses()
    {
        var uses = new HashSet<(string, string)>();
        foreach (var (from, names) in _used)
        {
            foreach (var (to, declared) in _declared)
            {
                if (from != to && names.Overlaps(declared))
                {
                    uses.Add((from, to));
                }
            }
        }

        return uses;
    }

    // The sets of subfolders that each reach one another.
    private List<List<string>> Cycles()
    {
        var uses = Uses();
        var reach = _declared.Keys.ToDictionary(folder => folder, folder => Reach(folder, uses));
        var cycles = new List<List<string>>();
        foreach (var folder in _declared.Keys)
        {
            var cycle = _declared
                .Keys.Where(other => reach[folder].Contains(other) && reach[other].Contains(folder))
                .ToList();
            if (
                cycle.Count > 1
                && string.Equals(
                    cycle.Min(StringComparer.Ordinal),
                    folder,
                    StringComparison.Ordinal
                )
            )
            {
                cycles.Add(cycle);
            }
        }

        return cycles;
    }

    private static HashSet<string> Reach(string from, HashSet<(string From, string To)> uses)
    {
        var seen = new HashSet<string>();
        var next = new Stack<string>([from]);
        while (next.TryPop(out var folder))
        {
            foreach (var (_, to) in uses.Where(edge => edge.From == folder))
            {
                if (seen.Add(to))
                {
                    next.Push(to);
                }
            }
        }

        return seen;
    }
}
