using System.CommandLine;
using SkRouter.Budgets;
using SkRouter.Cli.Commands.Route;
using SkRouter.Ledger.Sqlite.Budgets;

namespace SkRouter.Cli.Commands.Budgets;

/// <summary><c>skrouter budget</c>: what budgets of a ledger file have left, and setting them.</summary>
internal sealed class BudgetCommand
{
    private const string DefaultLedger = "skrouter.db";

    private readonly TimeProvider _time;
    private readonly Option<string> _ledger = new("--ledger")
    {
        Description = "The ledger file",
        DefaultValueFactory = _ => DefaultLedger,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON" };
    private readonly Argument<string> _scope = new("scope")
    {
        Description =
            "Whose spend: all, role:NAME, agent:NAME, run:ID, tenant:NAME, deployment:KEY or tag:KEY=VALUE; * as the name for each one",
    };
    private readonly Argument<decimal> _usd = new("usd") { Description = "The limit in USD" };
    private readonly Option<string> _per = new("--per")
    {
        Description = "Over which time: hour, day, week, month or forever",
        DefaultValueFactory = _ => "forever",
    };
    private readonly Option<string?> _zone = new("--zone")
    {
        Description = "Whose hours and days, e.g. Europe/Berlin; UTC unless said",
    };
    private readonly Option<string?> _rolling = new("--rolling")
    {
        Description =
            "Instead of --per: what was spent in the last so long, e.g. 01:00:00 or 7.00:00:00",
    };
    private readonly Option<BudgetAction> _action = new("--action")
    {
        Description = "What happens to what does not fit",
        DefaultValueFactory = _ => BudgetAction.Refuse,
    };
    private readonly Option<bool> _shadow = new("--shadow")
    {
        Description = "Only report what the action would have done",
    };

    private BudgetCommand(TimeProvider time) => _time = time;

    public static Command Create(TimeProvider time) => new BudgetCommand(time).Build();

    private Command Build()
    {
        var list = new Command("list", "Show what budgets have spent, hold and have left")
        {
            _ledger,
            _json,
        };
        list.SetAction((parsed, _) => CommandOutput.RunAsync(parsed, o => List(parsed, o)));
        var set = new Command(
            "set",
            "Set a budget in the file: apps that run on it go by it within seconds, before what they configure themselves"
        )
        {
            _scope,
            _usd,
            _per,
            _zone,
            _rolling,
            _action,
            _shadow,
            _ledger,
        };
        set.SetAction((parsed, _) => CommandOutput.RunAsync(parsed, o => Set(parsed, o)));
        var remove = new Command("remove", "Take back what was set in the file")
        {
            _scope,
            _per,
            _zone,
            _rolling,
            _ledger,
        };
        remove.SetAction((parsed, _) => CommandOutput.RunAsync(parsed, o => Remove(parsed, o)));
        return new Command("budget", "Show and set the budgets of a ledger file")
        {
            list,
            set,
            remove,
        };
    }

    private void List(ParseResult parsed, CommandOutput output)
    {
        var path = parsed.GetValue(_ledger)!;
        var lines = new LedgerBudgets(path, _time)
            .List()
            .Select(budget => BudgetListing.Of(budget.State, budget.IsSet))
            .ToList();
        if (parsed.GetValue(_json))
        {
            output.Json(lines);
        }
        else if (lines.Count == 0)
        {
            output.Line($"No budget was used or set in {path}.");
        }
        else
        {
            output.Console.Write(BudgetListTable.Of(lines));
        }
    }

    private void Set(ParseResult parsed, CommandOutput output)
    {
        var usd = parsed.GetValue(_usd);
        if (usd < 0)
        {
            throw new CommandException("The limit must not be negative.");
        }

        var budget = new Budget(ScopeText.Parse(parsed.GetValue(_scope)!), usd, Window(parsed))
        {
            Action = parsed.GetValue(_action),
            Shadow = parsed.GetValue(_shadow),
        };
        var text = FormattableString.Invariant(
            $"{usd} USD, {budget.Action}{(budget.Shadow ? ", shadow" : "")}"
        );
        Audit(parsed, "budget.set", $"{budget.Scope} ({budget.Window})", text);
        new LedgerBudgets(parsed.GetValue(_ledger)!, _time).Set(budget);
        output.Line(
            FormattableString.Invariant(
                $"The budget of {budget.Scope} ({budget.Window}) is {usd} USD, {budget.Action}{(budget.Shadow ? ", shadow" : "")}."
            )
        );
    }

    private void Remove(ParseResult parsed, CommandOutput output)
    {
        var (scope, window) = (ScopeText.Parse(parsed.GetValue(_scope)!), Window(parsed));
        if (!new LedgerBudgets(parsed.GetValue(_ledger)!, _time).Remove(scope, window))
        {
            throw new CommandException(
                $"No budget of {scope} ({window}) is set in the file; budget list shows those that are."
            );
        }

        Audit(parsed, "budget.remove", $"{scope} ({window})", after: null);
        output.Line($"The budget of {scope} ({window}) is as the app configures it, if it does.");
    }

    private void Audit(ParseResult parsed, string action, string target, string? after)
    {
        var ledger = parsed.GetValue(_ledger)!;
        if (!File.Exists(ledger))
        {
            // What follows says that there is no such ledger.
            return;
        }

        var before = new LedgerBudgets(ledger, _time)
            .List()
            .Where(line => line.IsSet)
            .Select(line => line.State.Budget)
            .FirstOrDefault(budget => $"{budget.Scope} ({budget.Window})" == target);
        CommandAudit.Add(
            ledger,
            _time,
            new(
                action,
                target,
                before is null
                    ? null
                    : FormattableString.Invariant($"{before.LimitUsd} USD, {before.Action}"),
                after
            )
        );
    }

    private BudgetWindow Window(ParseResult parsed)
    {
        var (per, rolling, zone) = (
            parsed.GetValue(_per)!,
            parsed.GetValue(_rolling),
            parsed.GetValue(_zone)
        );
        if (
            rolling is not null
            && (zone is not null || parsed.GetResult(_per) is { Implicit: false })
        )
        {
            throw new CommandException("Say --rolling, or --per and --zone, not both.");
        }

        try
        {
            return BudgetWindow.Parse(
                rolling is not null ? $"rolling {rolling}"
                : zone is not null ? $"{per} {zone}"
                : per
            );
        }
        catch (FormatException exception)
        {
            throw new CommandException(exception.Message);
        }
    }
}
