using System.Text.Json.Nodes;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Restrictions;

/// <summary>Takes out of a JSON schema what the models of a provider refuse when they are bound to it, and names it.</summary>
internal sealed class SchemaRepair(ModelRules rules, RequestNotes notes)
{
    private const string Rest = "additionalProperties";

    private static readonly string[] Maps = ["properties", "$defs", "definitions"];
    private static readonly string[] Lists = ["anyOf", "oneOf", "allOf"];

    /// <summary>Changes a schema in place.</summary>
    public void Apply(JsonNode? node)
    {
        if (
            node is not JsonObject schema
            || (rules.SchemaLacks.Count == 0 && !rules.SchemaIsClosed)
        )
        {
            return;
        }
        foreach (var keyword in rules.SchemaLacks)
        {
            if (schema.Remove(keyword))
            {
                notes.Unsupported($"schema.{keyword}");
            }
        }
        if (rules.SchemaIsClosed && schema["type"]?.ToString() is "object")
        {
            Close(schema);
        }
        foreach (var name in Maps)
        {
            foreach (var (_, member) in schema[name] as JsonObject ?? [])
            {
                Apply(member);
            }
        }
        foreach (var name in Lists)
        {
            foreach (var item in schema[name] as JsonArray ?? [])
            {
                Apply(item);
            }
        }
        Apply(schema["items"]);
    }

    /// <summary>An object that says nothing of other members is as good as closed to a model that is bound to it; one that wants some is not.</summary>
    private void Close(JsonObject schema)
    {
        if (
            schema[Rest] is { } rest
            && rest.GetValueKind() is not System.Text.Json.JsonValueKind.False
        )
        {
            notes.Unsupported($"schema.{Rest}");
        }
        schema[Rest] = false;
    }
}
