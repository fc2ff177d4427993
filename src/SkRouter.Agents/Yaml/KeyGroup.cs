namespace SkRouter.Agents.Yaml;

/// <summary>The keys that may stand beside each other.</summary>
internal sealed class KeyGroup(params DefinitionKey[] keys)
{
    public IReadOnlyList<DefinitionKey> Keys => keys;

    public IReadOnlyList<string> Names { get; } = [.. keys.Select(static key => key.Name)];

    public DefinitionKey this[string name] => Array.Find(keys, key => key.Name == name)!;
}
