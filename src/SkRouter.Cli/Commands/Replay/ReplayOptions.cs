using System.CommandLine;
using SkRouter.Classification;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>The options of a replay, for whichever command offers it.</summary>
internal sealed class ReplayOptions
{
    private readonly Option<string?> _policy = new("--policy")
    {
        Description =
            "Instead: what this policy, e.g. \"CheapestAdequate(0.8)\", would have cost and scored on the recorded outcomes.",
    };

    private readonly Option<string[]> _price = new("--price")
    {
        Description =
            "What a recorded model charges, as model=IN/OUT in USD per million tokens; give it once for each model.",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "A configuration whose deployments say what models charge.",
    };

    private readonly Option<int> _outputTokens = new("--output-tokens")
    {
        Description = "How long every answer is taken to be, which outcomes do not say.",
        DefaultValueFactory = static _ => ReplaySettings.UsualOutputTokens,
    };

    private readonly Option<bool> _learn = new("--learn")
    {
        Description = "Tell the router every outcome as it goes, as an app with feedback would.",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Of whatever the policy draws by chance.",
        DefaultValueFactory = static _ => 1,
    };

    public ReplayOptions() =>
        _outputTokens.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--output-tokens is a number of tokens, at least 1.");
            }
        });

    public void AddTo(Command command)
    {
        command.Options.Add(_policy);
        command.Options.Add(_price);
        command.Options.Add(_config);
        command.Options.Add(_outputTokens);
        command.Options.Add(_learn);
        command.Options.Add(_seed);
    }

    /// <summary>Whether a policy is named.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_policy) is not null;

    /// <summary>What is to be replayed.</summary>
    /// <exception cref="CommandException">The weights cannot be read.</exception>
    public ReplayRequest Read(
        ParseResult parsed,
        Option<FileInfo[]> data,
        Option<FileInfo?> weights,
        Option<FileInfo?> picture,
        Option<bool> json
    ) =>
        new()
        {
            Settings = new()
            {
                Policy = parsed.GetValue(_policy)!,
                OutputTokens = parsed.GetValue(_outputTokens),
                Learn = parsed.GetValue(_learn),
                Seed = parsed.GetValue(_seed),
                Classifier = parsed.GetValue(weights) is { } file
                    ? new LearnedTaskClassifier(DataOptions.ReadWeights(file))
                    : null,
            },
            Data = parsed.GetValue(data) is { Length: > 0 } files
                ? [.. files.Select(file => file.FullName)]
                : throw new CommandException("--policy replays outcomes: give --data FILE."),
            Prices = parsed.GetValue(_price) ?? [],
            Config = parsed.GetValue(_config),
            Picture = parsed.GetValue(picture)?.FullName,
            Json = parsed.GetValue(json),
        };

    /// <exception cref="CommandException">Something is said of a replay, but there is no policy to replay.</exception>
    public void RefuseWithoutPolicy(ParseResult parsed) =>
        Refuse(
            parsed,
            [_price, _config, _outputTokens, _learn, _seed],
            "needs --policy: name the policy to replay, or leave it out"
        );

    /// <exception cref="CommandException">Something is said that a replay does not do.</exception>
    public static void RefuseBeside(ParseResult parsed, params Option[] others) =>
        Refuse(parsed, others, "does not go with --policy: leave one out");

    private static void Refuse(ParseResult parsed, Option[] options, string why)
    {
        var said = Array.FindAll(
            options,
            option => parsed.GetResult(option) is { Implicit: false }
        );
        if (said.Length > 0)
        {
            throw new CommandException(
                $"{string.Join(", ", said.Select(option => option.Name))} {why}."
            );
        }
    }
}
