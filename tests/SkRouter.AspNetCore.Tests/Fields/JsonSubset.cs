using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Compares and merges JSON.</summary>
internal static class JsonSubset
{
    /// <summary>Gets the first place where something that was expected is missing or different; null if there is none.</summary>
    public static string? Difference(JsonNode? expected, JsonNode? actual, string at)
    {
        switch (expected)
        {
            case JsonObject members:
                if (actual is not JsonObject target)
                {
                    return $"{at} is {actual?.ToJsonString() ?? "missing"}, expected {members.ToJsonString()}";
                }

                return members
                    .Select(member =>
                        Difference(member.Value, target[member.Key], $"{at}.{member.Key}")
                    )
                    .FirstOrDefault(difference => difference is not null);
            case JsonArray items:
                if (actual is not JsonArray list || list.Count != items.Count)
                {
                    return $"{at} is {actual?.ToJsonString() ?? "missing"}, expected {items.ToJsonString()}";
                }

                return items
                    .Select(
                        (item, index) =>
                            Difference(
                                item,
                                list[index],
                                FormattableString.Invariant($"{at}[{index}]")
                            )
                    )
                    .FirstOrDefault(difference => difference is not null);
            default:
                return JsonNode.DeepEquals(expected, actual)
                    ? null
                    : $"{at} is {actual?.ToJsonString() ?? "missing"}, expected {expected?.ToJsonString() ?? "null"}";
        }
    }

    /// <summary>Merges objects; anything else replaces what is there.</summary>
    public static void Merge(JsonObject target, JsonObject more)
    {
        foreach (var (name, value) in more)
        {
            if (value is JsonObject inner && target[name] is JsonObject known)
            {
                Merge(known, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }
}
