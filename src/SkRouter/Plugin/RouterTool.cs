using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Plugin;

/// <summary>A tool whose schema is written out, so that it needs no reflection.</summary>
internal sealed class RouterTool(
    string name,
    string description,
    string schema,
    Func<AIFunctionArguments, CancellationToken, ValueTask<string>> work
) : AIFunction
{
    public const string NoParameters = """{"type":"object","properties":{}}""";

    private readonly JsonElement _schema = JsonElement.Parse(schema);

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => _schema;

    /// <summary>An argument as text; empty if it is missing.</summary>
    public static string Text(AIFunctionArguments arguments, string key) =>
        arguments.TryGetValue(key, out var value)
            ? value switch
            {
                null => "",
                string text => text,
                JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
                _ => value.ToString() ?? "",
            }
            : "";

    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    ) => await work(arguments, cancellationToken).ConfigureAwait(false);
}
