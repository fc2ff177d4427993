using System.CommandLine;
using SkRouter.Access;
using SkRouter.Cli.Commands.Route;
using SkRouter.Ledger.Sqlite.Access;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Admin;

/// <summary><c>skrouter admin</c>: the key that signs in to the dashboard, and what was done with it.</summary>
internal static class AdminCommand
{
    private const string DefaultLedger = "skrouter.db";
    private const int DefaultCount = 50;

    public static Command Create(TimeProvider time)
    {
        var ledger = new Option<string>("--ledger")
        {
            Description = "The ledger file of the server",
            DefaultValueFactory = _ => DefaultLedger,
        };
        var count = new Option<int>("--count")
        {
            Description = "How many entries",
            DefaultValueFactory = _ => DefaultCount,
        };
        var json = new Option<bool>("--json") { Description = "Write JSON" };
        var reset = new Command(
            "reset",
            "Makes a new admin key and shows it, once. The old one and every session end within seconds"
        )
        {
            ledger,
        };
        reset.SetAction(
            (parsed, _) =>
                CommandOutput.RunAsync(parsed, o => Reset(parsed.GetValue(ledger)!, time, o))
        );
        var audit = new Command("audit", "Shows who changed what, the newest first")
        {
            ledger,
            count,
            json,
        };
        audit.SetAction(
            (parsed, _) =>
                CommandOutput.RunAsync(
                    parsed,
                    o =>
                        Audit(
                            Store(parsed.GetValue(ledger)!).ReadAudit(parsed.GetValue(count)),
                            parsed.GetValue(json),
                            o
                        )
                )
        );
        return new Command("admin", "Makes a new admin key; shows the audit log") { reset, audit };
    }

    private static void Reset(string ledger, TimeProvider time, CommandOutput output)
    {
        if (!File.Exists(ledger))
        {
            throw new CommandException(
                $"there is no ledger '{ledger}': name the file of the server with --ledger."
            );
        }

        var secret = AdminKeySecret.New();
        CommandAudit.Add(ledger, time, new("admin.reset", "admin key", null, "a new key"));
        Store(ledger).ReplaceKey(AdminKeySecret.Record(secret, time.GetUtcNow()));
        output.Line(secret);
        output.Progress.WriteLine(
            "This is the admin key. It is shown this once: keep it now. A server whose SKROUTER_ADMIN_KEY is set goes by that one instead."
        );
    }

    private static void Audit(IReadOnlyList<AuditEntry> entries, bool json, CommandOutput output)
    {
        if (json)
        {
            output.Json(entries);
            return;
        }

        foreach (var entry in entries)
        {
            output.Line(
                FormattableString.Invariant(
                    $"{entry.At:u}  {entry.Action}  {entry.Target}  {entry.Before ?? "-"} -> {entry.After ?? "-"}  by {entry.Who}"
                )
            );
        }
    }

    private static SqliteAdminStore Store(string ledger) => new(ledger, TimeSpan.FromSeconds(30));
}
