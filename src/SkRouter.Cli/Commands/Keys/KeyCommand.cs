using System.CommandLine;
using SkRouter.Access;
using SkRouter.Budgets;
using SkRouter.Cli.Commands.Route;
using SkRouter.Ledger.Sqlite.Access;
using SkRouter.Ledger.Sqlite.Budgets;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Keys;

/// <summary><c>skrouter key</c>: makes, lists and revokes the virtual keys of a ledger file.</summary>
internal sealed class KeyCommand
{
    private const string DefaultLedger = "skrouter.db";

    private readonly TimeProvider _time;
    private readonly Func<string, string?> _environment;
    private readonly KeyOptions _wanted = new();
    private readonly Option<string> _ledger = new("--ledger")
    {
        Description = "The ledger file of the server",
        DefaultValueFactory = _ => DefaultLedger,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON" };
    private readonly Argument<string> _id = new("id")
    {
        Description = "The key's id, or how its secret begins",
    };

    private KeyCommand(TimeProvider time, Func<string, string?> environment) =>
        (_time, _environment) = (time, environment);

    public static Command Create(TimeProvider time, Func<string, string?> environment) =>
        new KeyCommand(time, environment).Build();

    private Command Build()
    {
        var create = new Command(
            "create",
            "Makes a key and shows it, once. From the first key on, the server lets nobody in without one"
        )
        {
            _ledger,
            _json,
        };
        _wanted.AddTo(create);
        create.SetAction((parsed, _) => CommandOutput.RunAsync(parsed, o => Make(parsed, o)));
        var list = new Command("list", "Shows all keys, but not their secrets") { _ledger, _json };
        list.SetAction((parsed, _) => CommandOutput.RunAsync(parsed, o => List(parsed, o)));
        var revoke = new Command("revoke", "Makes a key useless, within seconds") { _id, _ledger };
        revoke.SetAction((parsed, _) => CommandOutput.RunAsync(parsed, o => Revoke(parsed, o)));
        return new Command("key", "Makes, lists and revokes virtual keys") { create, list, revoke };
    }

    private void Make(ParseResult parsed, CommandOutput output)
    {
        var now = _time.GetUtcNow();
        var secret = ApiKeySecret.New();
        var key = _wanted.Read(parsed, secret, now);
        var budget = _wanted.Budget(parsed, key.Id);
        Audit(parsed, "key.create", key, after: true);
        Store(parsed).Add(key, secret);
        if (budget is not null)
        {
            SetOrRevoke(parsed, budget, key);
        }

        if (parsed.GetValue(_json))
        {
            output.Json(
                new
                {
                    key.Id,
                    key.Name,
                    Secret = secret,
                }
            );
            return;
        }

        output.Line(secret);
        output.Progress.WriteLine(
            $"This is the key '{key.Name}' (id {key.Id}). It is shown this once: keep it now. Send it as 'Authorization: Bearer' or 'x-api-key'."
        );
    }

    /// <summary>A key without the limit that was meant for it must not be left behind.</summary>
    private void SetOrRevoke(ParseResult parsed, Budget budget, ApiKey key)
    {
        try
        {
            new LedgerBudgets(parsed.GetValue(_ledger)!, _time).Set(budget);
        }
        catch
        {
            Store(parsed).Revoke(key.Id, _time.GetUtcNow());
            throw;
        }
    }

    private void List(ParseResult parsed, CommandOutput output)
    {
        var now = _time.GetUtcNow();
        var keys = Store(parsed).List().Select(key => KeyListing.Of(key, now)).ToList();
        if (parsed.GetValue(_json))
        {
            output.Json(keys);
        }
        else if (keys.Count == 0)
        {
            output.Line(
                $"There is no key in {parsed.GetValue(_ledger)}. 'skrouter key create NAME' makes one."
            );
        }
        else
        {
            output.Console.Write(KeyTable.Of(keys));
        }
    }

    private void Revoke(ParseResult parsed, CommandOutput output)
    {
        var named = parsed.GetValue(_id)!;
        var store = Store(parsed);
        var found = store
            .List()
            .Where(key => key.Id == named || key.Prefix.StartsWith(named, StringComparison.Ordinal))
            .ToList();
        if (found is not [var key])
        {
            throw new CommandException(
                found.Count == 0
                    ? $"There is no key '{named}' in {parsed.GetValue(_ledger)}; 'skrouter key list' shows those that are."
                    : $"'{named}' is the beginning of {found.Count} keys: name one by its id ({string.Join(", ", found.Select(one => one.Id))})."
            );
        }

        Audit(parsed, "key.revoke", key, after: false);
        output.Line(
            store.Revoke(key.Id, _time.GetUtcNow())
                ? $"The key '{key.Name}' (id {key.Id}) is revoked; servers that run go by it within seconds."
                : $"The key '{key.Name}' (id {key.Id}) was revoked before."
        );
    }

    private void Audit(ParseResult parsed, string action, ApiKey key, bool after)
    {
        var text =
            $"'{key.Name}', {(key.Targets is { } targets ? string.Join(", ", targets) : "everything")}";
        CommandAudit.Add(
            parsed.GetValue(_ledger)!,
            _time,
            new(action, key.Id, after ? null : text, after ? text : "revoked")
        );
    }

    private SqliteApiKeyStore Store(ParseResult parsed) =>
        new(parsed.GetValue(_ledger)!, TimeSpan.FromSeconds(30), _environment);
}
