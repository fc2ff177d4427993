using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using static System.FormattableString;

namespace SkRouter.Simulator.Scripting;

/// <summary>Finds misspelt names in a script, all of them at once.</summary>
internal static class UnknownMembers
{
    public static IReadOnlyList<(string Path, string Message)> Find(
        JsonElement root,
        JsonTypeInfo type
    )
    {
        var problems = new List<(string, string)>();
        Visit(root, type, "$", problems);
        return problems;
    }

    private static void Visit(
        JsonElement element,
        JsonTypeInfo type,
        string path,
        List<(string, string)> problems
    )
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && element.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, item) in element.EnumerateArray().Index())
            {
                Visit(item, Info(type, type.ElementType!), Invariant($"{path}[{i}]"), problems);
            }
        }
        else if (type.Kind == JsonTypeInfoKind.Object && element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                VisitMember(property, type, $"{path}.{property.Name}", problems);
            }
        }
    }

    private static void VisitMember(
        JsonProperty member,
        JsonTypeInfo type,
        string path,
        List<(string, string)> problems
    )
    {
        if (type.Properties.FirstOrDefault(candidate => candidate.Name == member.Name) is { } known)
        {
            Visit(member.Value, Info(type, known.PropertyType), path, problems);
            return;
        }

        var names = type
            .Properties.Where(candidate => candidate.Set is not null)
            .Select(candidate => candidate.Name);
        problems.Add(
            (path, $"'{member.Name}' is unknown here; known are {string.Join(", ", names)}")
        );
    }

    private static JsonTypeInfo Info(JsonTypeInfo parent, Type type) =>
        parent.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
}
