using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Api;

/// <summary>Keeps the fields of a request that Microsoft.Extensions.AI has no member for, so that deployments of the same protocol get them as they came.</summary>
internal static class CarriedFields
{
    /// <summary>Adds the members of an object that are not read elsewhere.</summary>
    /// <param name="target">Where to; created when there is something to add.</param>
    /// <param name="source">The object.</param>
    /// <param name="protocol">One of <see cref="WireProtocols"/>.</param>
    /// <param name="known">The names of the members that are read elsewhere.</param>
    public static void Add(
        ref AdditionalPropertiesDictionary? target,
        JsonField source,
        string protocol,
        HashSet<string> known
    )
    {
        if (!source.IsObject)
        {
            return;
        }

        foreach (var member in source.Value.EnumerateObject())
        {
            if (!known.Contains(member.Name) && member.Value.ValueKind is not JsonValueKind.Null)
            {
                Add(ref target, protocol, member.Name, member.Value);
            }
        }
    }

    /// <summary>Adds one field.</summary>
    public static void Add(
        ref AdditionalPropertiesDictionary? target,
        string protocol,
        string name,
        JsonElement value
    ) => (target ??= [])[ProtocolFields.Key(protocol, name)] = value.Clone();

    /// <summary>Adds what an object holds beside the members that are read elsewhere, as an object of the same name.</summary>
    public static void AddRest(
        ref AdditionalPropertiesDictionary? target,
        JsonField? source,
        string protocol,
        string name,
        HashSet<string> known
    )
    {
        if (source is not { IsObject: true } given)
        {
            return;
        }

        var rest = given
            .Value.EnumerateObject()
            .Where(member =>
                !known.Contains(member.Name) && member.Value.ValueKind is not JsonValueKind.Null
            )
            .ToDictionary(member => member.Name, member => member.Value);
        if (rest.Count > 0)
        {
            Add(
                ref target,
                protocol,
                name,
                JsonSerializer.SerializeToElement(rest, ApiJson.Values)
            );
        }
    }

    /// <summary>Adds what a content's JSON holds beside the members that are read elsewhere.</summary>
    public static T With<T>(
        this T content,
        JsonField source,
        string protocol,
        HashSet<string> known
    )
        where T : AIContent
    {
        var properties = content.AdditionalProperties;
        Add(ref properties, source, protocol, known);
        content.AdditionalProperties = properties;
        return content;
    }
}
