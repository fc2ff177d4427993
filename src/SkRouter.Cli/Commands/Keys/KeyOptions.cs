using System.CommandLine;
using System.Globalization;
using SkRouter.Access;
using SkRouter.Budgets;

namespace SkRouter.Cli.Commands.Keys;

/// <summary>What a new key may do, as the command line says it.</summary>
internal sealed class KeyOptions
{
    private const int LongestName = 100;

    private readonly Argument<string> _name = new("name") { Description = "What people call it" };
    private readonly Option<string[]> _role = new("--role")
    {
        Description =
            "A role that may be asked for; may be given again. Everything, if neither --role nor --model is given",
    };
    private readonly Option<string[]> _model = new("--model")
    {
        Description = "A model or deployment that may be asked for by name; may be given again",
    };
    private readonly Option<string?> _tenant = new("--tenant")
    {
        Description = "On whose behalf everything is booked",
    };
    private readonly Option<string?> _expires = new("--expires")
    {
        Description = "From when on it lets nobody in: 30d, 12h",
    };
    private readonly Option<int?> _rpm = new("--rpm") { Description = "Requests a minute" };
    private readonly Option<long?> _tpm = new("--tpm") { Description = "Tokens a minute" };
    private readonly Option<int?> _parallel = new("--parallel")
    {
        Description = "Requests at once",
    };
    private readonly Option<string?> _cache = new("--cache")
    {
        Description = "Keep answers for the same request so long: 1h",
    };
    private readonly Option<string?> _budget = new("--budget")
    {
        Description = "What it may spend in USD, over an hour, day, week, month or forever: 5/day",
    };

    private readonly Option<string?> _group = new("--group")
    {
        Description =
            "Keys of one group share the runs, tenants, tags and conversations that they open; a key without one keeps them to itself",
    };
    private readonly Option<bool> _operator = new("--operator")
    {
        Description = "May read every series of /metrics, not only those of its own roles",
    };

    public void AddTo(Command command)
    {
        command.Add(_name);
        Option[] options =
        [
            _role,
            _model,
            _tenant,
            _expires,
            _rpm,
            _tpm,
            _parallel,
            _cache,
            _budget,
            _group,
            _operator,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    public ApiKey Read(ParseResult parsed, string secret, DateTimeOffset now)
    {
        var name = parsed.GetValue(_name)!.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw new CommandException(
                $"A key's name has 1 to {LongestName} characters, without line breaks."
            );
        }

        return new()
        {
            Id = $"key_{Guid.CreateVersion7(now):N}",
            Name = name,
            Prefix = ApiKeySecret.PrefixOf(secret),
            CreatedAt = now,
            ExpiresAt = KeySpan.Parse("--expires", parsed.GetValue(_expires)) is { } time
                ? now + time
                : null,
            Targets = Targets(parsed),
            Tenant = Text("--tenant", parsed.GetValue(_tenant)),
            Group = Text("--group", parsed.GetValue(_group)),
            IsOperator = parsed.GetValue(_operator),
            RequestsPerMinute = (int?)Positive("--rpm", parsed.GetValue(_rpm)),
            TokensPerMinute = Positive("--tpm", parsed.GetValue(_tpm)),
            MaxParallel = (int?)Positive("--parallel", parsed.GetValue(_parallel)),
            CacheFor = KeySpan.Parse("--cache", parsed.GetValue(_cache)),
        };
    }

    /// <summary>The key's budget; null if it was given none.</summary>
    public Budget? Budget(ParseResult parsed, string id)
    {
        if (parsed.GetValue(_budget) is not { } text)
        {
            return null;
        }

        var parts = text.Split('/', 2);
        if (
            !decimal.TryParse(
                parts[0],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var usd
            )
        )
        {
            throw Wrong(text);
        }

        try
        {
            return new(
                new(BudgetScopeKind.Tag, $"{ApiKey.Tag}={id}"),
                usd,
                BudgetWindow.Parse(parts.Length > 1 ? parts[1] : "forever")
            );
        }
        catch (FormatException)
        {
            throw Wrong(text);
        }
    }

    private List<string>? Targets(ParseResult parsed)
    {
        List<string> targets = [.. parsed.GetValue(_role) ?? [], .. parsed.GetValue(_model) ?? []];
        return targets.Count > 0 ? targets : null;
    }

    private static string? Text(string option, string? text) =>
        text is null || (text.Trim().Length is > 0 and <= LongestName && !text.Any(char.IsControl))
            ? text?.Trim()
            : throw new CommandException(
                $"{option} has 1 to {LongestName} characters, without line breaks."
            );

    private static long? Positive(string option, long? number) =>
        number is null or > 0
            ? number
            : throw new CommandException(
                FormattableString.Invariant($"{option} is {number}, but must be at least 1.")
            );

    private static CommandException Wrong(string text) =>
        new(
            $"--budget is '{text}', but must be an amount in USD and a time such as 5/day, 0.50/hour, 100/month or 20/forever."
        );
}
