using System.Collections;
using System.Reflection;
using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests;

/// <summary>That records read back equal says something only of what the sample sets.</summary>
public sealed class SampleRecordsTests
{
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);
    private readonly HashSet<string> _set = new(StringComparer.Ordinal);

    [Fact]
    public void Take_ManyRecords_EveryPropertyOfARecordIsSetInSome()
    {
        foreach (var record in new SampleRecords(1, default, TimeSpan.FromDays(1)).Take(1_000))
        {
            Visit(record);
        }

        _all.Count.ShouldBeGreaterThan(80);
        _all.Except(_set).ShouldBeEmpty();
    }

    private void Visit(object? value)
    {
        if (value is IEnumerable list and not string)
        {
            foreach (var element in list)
            {
                Visit(element);
            }
        }

        // Of a deployment a record keeps the names only.
        if (
            value is null or Deployment
            || value.GetType().Assembly != typeof(DecisionRecord).Assembly
        )
        {
            return;
        }

        foreach (
            var property in value
                .GetType()
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
        )
        {
            var name = $"{value.GetType().Name}.{property.Name}";
            var content = property.GetValue(value);
            _all.Add(name);
            if (content is not (null or false or 0 or 0L or 0d or 0m or ICollection { Count: 0 }))
            {
                _set.Add(name);
                Visit(content);
            }
        }
    }
}
