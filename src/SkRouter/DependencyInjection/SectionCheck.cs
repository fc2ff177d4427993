using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace SkRouter.DependencyInjection;

/// <summary>
/// What is wrong with a configuration section before it is bound: names that mean nothing, values that cannot be read. The
/// binder itself would ignore the first and stop at the first of the second.
/// </summary>
internal sealed class SectionCheck(List<string> faults)
{
    private static readonly FrozenDictionary<Type, PropertyInfo[]> Known = new[]
    {
        Properties<SkRouterOptions>(),
        Properties<RoleOptions>(),
        Properties<TierOptions>(),
        Properties<DeploymentOptions>(),
        Properties<PriceOptions>(),
        Properties<CircuitOptions>(),
        Properties<TimeOptions>(),
        Properties<BudgetOptions>(),
        Properties<ScopedBudgetOptions>(),
        Properties<LoopOptions>(),
        Properties<LoopToolOptions>(),
    }.ToFrozenDictionary();

    /// <summary>Stands in the same section and is read, and checked, by the connectors.</summary>
    private const string Providers = "Providers";

    private readonly List<string> _unreadable = [];

    /// <returns>The section without what cannot be read, so that everything else can be checked too.</returns>
    public IConfiguration Check(IConfiguration section)
    {
        if (section is IConfigurationSection named && !named.Exists())
        {
            faults.Add($"configuration section '{named.Path}' is missing or empty");
            return section;
        }

        Object(section, typeof(SkRouterOptions));
        if (_unreadable.Count == 0)
        {
            return section;
        }

        var readable = section
            .AsEnumerable(makePathsRelative: true)
            .Where(entry => !_unreadable.Exists(path => IsUnder(entry.Key, path)));
        return new ConfigurationBuilder().AddInMemoryCollection(readable).Build();
    }

    /// <summary>The types whose properties are known by name.</summary>
    internal static IReadOnlyCollection<Type> KnownTypes => Known.Keys;

    private static bool IsReadElsewhere(IConfigurationSection child) =>
        child.Key.Equals(Providers, StringComparison.OrdinalIgnoreCase);

    private void Object(IConfiguration section, Type type, string relative = "")
    {
        var properties = Known[type];
        foreach (var child in section.GetChildren())
        {
            if (relative.Length == 0 && IsReadElsewhere(child))
            {
                continue;
            }

            var property = Array.Find(
                properties,
                known => known.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)
            );
            if (property is null)
            {
                Unknown(child, properties);
            }
            else
            {
                Value(child, property.PropertyType, Join(relative, child.Key));
            }
        }
    }

    private void Value(IConfigurationSection section, Type type, string relative)
    {
        if (Known.ContainsKey(type))
        {
            NotAValue(section, "a section", relative);
            Object(section, type, relative);
        }
        else if (type == typeof(IList<string>))
        {
            NotAValue(section, "a list", relative);
        }
        else if (type.IsGenericType && Known.ContainsKey(type.GenericTypeArguments[^1]))
        {
            NotAValue(section, "a section with one entry for each name", relative);
            foreach (var child in section.GetChildren())
            {
                Value(child, type.GenericTypeArguments[^1], Join(relative, child.Key));
            }
        }
        else if (section.GetChildren().Any())
        {
            faults.Add($"{section.Path} must be a single value");
            _unreadable.Add(relative);
        }
        else if (
            section.Value is { Length: > 0 } value
            && WhyUnreadable(value, Nullable.GetUnderlyingType(type) ?? type) is { } wanted
        )
        {
            faults.Add($"{section.Path} is '{value}', but must be {wanted}");
            _unreadable.Add(relative);
        }
    }

    private void NotAValue(IConfigurationSection section, string wanted, string relative)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            faults.Add($"{section.Path} is '{section.Value}', but must be {wanted}");
            _unreadable.Add(relative);
        }
    }

    private void Unknown(IConfigurationSection section, PropertyInfo[] properties)
    {
        var names = properties.Select(property => property.Name).ToArray();
        var advice = NearestName.To(section.Key, names) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"known: {string.Join(", ", names.Order(StringComparer.Ordinal))}";
        faults.Add($"{section.Path} is no setting of SkRouter; {advice}");
    }

    private static string? WhyUnreadable(string value, Type type)
    {
        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            _ when type == typeof(string) => null,
            _ when type == typeof(bool) => bool.TryParse(value, out _) ? null : "true or false",
            _ when type == typeof(int) || type == typeof(long) => IsWhole(value, type)
                ? null
                : "a whole number",
            _ when type == typeof(double) || type == typeof(decimal) => decimal.TryParse(
                value,
                NumberStyles.Float,
                culture,
                out _
            )
                ? null
                : "a number",
            _ when type == typeof(TimeSpan) => TimeSpan.TryParse(value, culture, out _)
                ? null
                : "a time such as 00:00:15",
            { IsEnum: true } => Enum.TryParse(type, value, ignoreCase: true, out _)
                ? null
                : $"one of {string.Join(", ", Enum.GetNames(type))}",
            _ => null,
        };
    }

    private static bool IsWhole(string value, Type type) =>
        type == typeof(int)
            ? int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            : long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    private static bool IsUnder(string key, string path) =>
        key.Equals(path, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith(
            path + ConfigurationPath.KeyDelimiter,
            StringComparison.OrdinalIgnoreCase
        );

    private static string Join(string path, string key) =>
        path.Length == 0 ? key : ConfigurationPath.Combine(path, key);

    private static KeyValuePair<Type, PropertyInfo[]> Properties<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T
    >() => new(typeof(T), typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance));
}
