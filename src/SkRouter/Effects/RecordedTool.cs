using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Loops;
using SkRouter.Plugin;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Effects;

/// <summary>A tool whose calls are made once, whatever happens to the process.</summary>
internal sealed class RecordedTool(
    AIFunction inner,
    IEffectLedger ledger,
    ModelRouter router,
    EffectRules rules
) : DelegatingAIFunction(inner)
{
    private const string Unknown =
        "Error: this was begun before and it is not known whether it happened. It was not done again; find out, or tell a person.";

    private readonly EffectKeys _keys = new();
    private readonly ICallerSource[] _sources = [.. router.Services.GetServices<ICallerSource>()];

    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    )
    {
        var call = Call(arguments);
        var known = await ledger.FindAsync(call.Key, cancellationToken).ConfigureAwait(false);
        if (known is { State: EffectState.Done })
        {
            return known.Result;
        }

        if (known is { State: EffectState.Failed })
        {
            throw new InvalidOperationException(known.Result);
        }

        if (known is not null)
        {
            if (rules.Recover is null)
            {
                return Unknown;
            }

            if (await rules.Recover(call, cancellationToken).ConfigureAwait(false) is { } recovered)
            {
                await EndAsync(call, EffectState.Done, recovered).ConfigureAwait(false);
                return recovered;
            }
        }
        else
        {
            await ledger.BeginAsync(call.Key, Name, cancellationToken).ConfigureAwait(false);
        }

        return await MakeAsync(call, arguments, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<object?> MakeAsync(
        EffectCall call,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    )
    {
        call.Enter();
        object? result;
        try
        {
            result = await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await EndAsync(call, EffectState.Failed, exception.Message).ConfigureAwait(false);
            throw;
        }

        var text = result switch
        {
            JsonElement { ValueKind: not JsonValueKind.String } element => element.GetRawText(),
            _ => CanonicalText.Of(result),
        };
        await EndAsync(call, EffectState.Done, text).ConfigureAwait(false);
        // What is handed back later is text; the first time must read the same.
        return text;
    }

    /// <summary>What happened is recorded also when nobody waits for it any more.</summary>
    private ValueTask EndAsync(EffectCall call, EffectState state, string result) =>
        ledger.EndAsync(new(call.Key, call.Tool, state, result), CancellationToken.None);

    private EffectCall Call(AIFunctionArguments arguments)
    {
        var caller = ToolCaller.Find(_sources);
        var scope =
            rules.Scope?.Invoke()
            ?? caller.Run
            ?? throw new RouterException(
                RouterErrorCode.UnsupportedSetting,
                $"'{Name}' has effects that are recorded by run, but the call belongs to none. Open a RoutingScope with a run around the conversation, or give EffectRules a Scope."
            );
        return new(
            _keys.Next(scope, caller.Agent ?? "", Name, arguments),
            Name,
            new Dictionary<string, object?>(arguments, StringComparer.Ordinal)
        );
    }
}
