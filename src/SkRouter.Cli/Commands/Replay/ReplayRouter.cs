using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Balancing;
using SkRouter.Classification;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.Routing;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>The real router over recorded models: what it does here it would have done in an app.</summary>
internal sealed class ReplayRouter : IDisposable
{
    private const string Role = "replayed-role";

    private readonly ReplayTape _tape;
    private readonly ServiceProvider _services;
    private readonly ModelRouter _router;
    private readonly ITaskClassifier _classifier;
    private readonly RoleView _view;

    /// <exception cref="CommandException">There is no such policy, or its numbers are wrong.</exception>
    public ReplayRouter(ReplaySettings settings, IReadOnlyList<ReplayModel> models)
    {
        _tape = new() { OutputTokens = settings.OutputTokens };
        var services = new ServiceCollection();
        services.AddSingleton(new RandomSource(settings.Seed));
        if (settings.Classifier is { } classifier)
        {
            services.AddSingleton(classifier);
        }

        services.AddSingleton<IAnswerCheck, RecordedCheck>();
        foreach (var model in models)
        {
            services.AddKeyedSingleton<IChatClient>(
                model.Name,
                new RecordedChatClient(model.Name, _tape)
            );
        }

        services.AddSkRouter(router =>
        {
            router.Options.InMemoryLedgerCapacity = 1;
            foreach (var model in models)
            {
                router.Deployment(model.Name, model.Describe);
            }

            router.Role(Role, role => Fill(role.Options, settings.Policy, models));
        });
        _services = services.BuildServiceProvider();
        var (_, fault) = _services.GetRequiredService<RoutingPolicies>().Make(settings.Policy);
        if (fault is not null)
        {
            _services.Dispose();
            throw new CommandException($"--policy: {fault}.");
        }

        _router = _services.GetRequiredService<ModelRouter>();
        _router.Validate();
        _classifier = _services.GetRequiredService<ITaskClassifier>();
        _view = _router.ForRole(Role);
    }

    /// <summary>What profiled the newest prompt.</summary>
    public string Classifier { get; private set; } = "";

    public async Task<ReplayedAnswer> AskAsync(
        RecordedOutcome outcome,
        bool learn,
        CancellationToken cancellationToken
    )
    {
        ChatMessage[] messages = [new(ChatRole.User, outcome.Prompt)];
        _tape.Current = outcome;
        var profile = _classifier.Classify(
            TaskTextReader.Read(new ModelRequest(messages, null), out _)
        );
        Classifier = profile.Classifier;
        _tape.InputTokens = profile.EstimatedInputTokens;
        var response = await ((IChatClient)_view)
            .GetResponseAsync(messages, options: null, cancellationToken)
            .ConfigureAwait(false);
        var record = (DecisionRecord)response.AdditionalProperties![DecisionRecord.MetadataKey]!;
        var answer = new ReplayedAnswer(
            outcome,
            record.Model!,
            record.CostUsd ?? 0,
            _tape.InputTokens,
            record.StartedAt
        );
        if (learn)
        {
            _router.ReportOutcome(record.Id, answer.Score);
        }

        return answer;
    }

    public void Dispose() => _services.Dispose();

    /// <summary>Cheapest first. A policy of two tiers gets the cheapest model for simple tasks and the dearest for complex ones.</summary>
    private static void Fill(RoleOptions role, string policy, IReadOnlyList<ReplayModel> models)
    {
        role.Policy = policy;
        if (Is(policy, TierPolicy.PolicyName))
        {
            role.Simple.Add(models[0].Name);
            role.Complex.Add(models[^1].Name);
            return;
        }

        foreach (var model in models)
        {
            role.Prefer.Add(model.Name);
        }

        if (Is(policy, CascadePolicy.PolicyName))
        {
            role.Checks.Add(RecordedCheck.CheckName);
        }
    }

    private static bool Is(string policy, string name) =>
        PolicyExpression.Parse(policy) is { } expression
        && expression.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
