using SkRouter.Access;
using SkRouter.Budgets;
using SkRouter.Catalog;
using SkRouter.Checking;
using SkRouter.Classification;
using SkRouter.Loops;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>One round trip on its way through the stages and filters. Each stage fills its own part.</summary>
public sealed class ModelInvocationContext : ICaller
{
    private readonly Lock _gate = new();
    private List<Attempt>? _attempts;
    private List<string>? _notes;
    private Dictionary<string, string>? _tags;
    private List<Func<DecisionRecord, ValueTask>>? _settled;
    private ReasoningWish? _reasoning;
    private string? _asks;
    private TimeSpan? _deadline;

    internal ModelInvocationContext(
        ModelRequest request,
        bool streaming,
        CancellationToken cancellationToken
    )
    {
        Request = request;
        IsStreaming = streaming;
        CancellationToken = cancellationToken;
    }

    /// <summary>Identifies the round trip.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; internal set; }

    /// <summary>What is asked; after <c>next</c>, what the models were sent.</summary>
    public ModelRequest Request { get; internal set; }

    /// <summary>Whether the answer is streamed.</summary>
    public bool IsStreaming { get; }

    /// <summary>The caller's token.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The role.</summary>
    public string Role { get; internal set; } = "";

    /// <summary>The agent.</summary>
    public string Agent { get; internal set; } = "";

    /// <summary>The run.</summary>
    public string Run { get; internal set; } = "";

    /// <summary>On whose behalf the call is made; null if nobody said.</summary>
    public string? Tenant { get; internal set; }

    /// <summary>The open run, or slice of one, that pays for it; null if there is none.</summary>
    public RouterRun? RunBudget { get; internal set; }

    /// <summary>What the classifier says; null before <c>next</c>.</summary>
    public TaskProfile? Profile { get; internal set; }

    /// <summary>The ranked candidates; null before <c>next</c>.</summary>
    public Route? Route { get; internal set; }

    /// <summary>That the caller goes in circles; null if it does not, and before <c>next</c>.</summary>
    public LoopSighting? Loop { get; internal set; }

    /// <summary>The attempts so far.</summary>
    public IReadOnlyList<Attempt> Attempts => (IReadOnlyList<Attempt>?)_attempts ?? [];

    /// <summary>The answer of a plain round trip. A filter may replace it.</summary>
    public ModelAnswer? Answer { get; set; }

    /// <summary>The answer of a streamed round trip. A filter may wrap or replace it.</summary>
    public IAsyncEnumerable<AnswerChunk>? Stream { get; set; }

    /// <summary>What all attempts consumed; complete once the answer is, for a stream when it has ended.</summary>
    public TokenUsage Usage { get; internal set; } = TokenUsage.None;

    /// <summary>What that cost, in USD; null if a price is unknown.</summary>
    public decimal? CostUsd { get; internal set; } = 0;

    /// <summary>The record, once the round trip is settled.</summary>
    public DecisionRecord? Record { get; internal set; }

    /// <summary>
    /// Tags for the record and for sums by tag: those that the call carries, and what filters add before the answer is settled. A budget for
    /// a tag sees what is here when <c>next</c> is called. At most 16 are recorded, with keys of up to 64 and values of up to 256
    /// characters.
    /// </summary>
    public IDictionary<string, string> Tags => _tags ??= new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, string>? TagsOrNull => _tags;

    internal IReadOnlyList<string>? Notes => _notes;

    /// <summary>Names of what the deployment that serves the answer could not be sent; null if nothing was left out.</summary>
    internal IReadOnlyList<string>? LeftOut { get; set; }

    internal RoleModel RoleModel { get; set; } = null!;

    /// <summary>What the caller may reach; null for everything.</summary>
    internal CallAccess? Access { get; set; }

    /// <summary>Only the decision is wanted: nobody is asked, and nothing is booked.</summary>
    internal bool IsPreview { get; init; }

    /// <summary>Deployments that the call itself pinned; null for the role's own.</summary>
    internal IReadOnlyList<Deployment>? Pinned { get; set; }

    /// <summary>Called when the route stands and nobody has been asked yet; with what it took to decide.</summary>
    internal Action<ModelInvocationContext, TimeSpan>? DecisionMade { get; set; }

    /// <summary>The attempt at checked work that it belongs to; null if there is none.</summary>
    internal WorkAttempt? Work { get; set; }

    internal Deployment? Floor { get; set; }

    /// <summary>Ask a stronger candidate first than the policy does: the next stronger one at 0, a step further up at 1, and so on.</summary>
    internal int? Escalation { get; set; }

    internal Deployment? Ceiling { get; set; }

    /// <summary>Nobody is left to ask after the deployment that is being asked.</summary>
    internal bool OnLastCandidate { get; set; }

    internal int MaxFallbacks { get; set; }

    internal Needs Needs { get; set; }

    /// <summary>The run, if the call said it; null where it was made for this call alone.</summary>
    internal string? StatedRun { get; set; }

    string? ICaller.Known => _tags?.GetValueOrDefault(ApiKey.Tag) ?? Tenant ?? StatedRun;

    string ICaller.Name => ((ICaller)this).Known ?? (_asks ??= LastQuestion.Of(Request));

    /// <summary>What the request says of reasoning.</summary>
    internal ReasoningWish Reasoning => _reasoning ??= RequestedReasoning.Of(Request);

    /// <summary>How long the round trip may take in all.</summary>
    internal TimeSpan Deadline => _deadline ??= ExpectedReasoning.Deadline(this);

    internal List<RouteExclusion>? Exclusions { get; set; }

    internal decimal? WorstCaseUsd { get; set; }

    /// <summary>What its attempts may cost; null if no budget keeps a limit.</summary>
    internal Allowance? Allowance { get; set; }

    internal BudgetHold? Hold { get; set; }

    /// <summary>The run is out of money, and this is the last answer that the agent gets.</summary>
    internal bool IsLastAnswer { get; set; }

    internal decimal? BaselineUsd { get; set; }

    internal string? PriceVersion { get; set; }

    /// <summary>The deployment's stream under <see cref="Stream"/>, which a filter may have left unread.</summary>
    internal AttemptStream? OpenStream { get; set; }

    internal Deployment? Served { get; set; }

    /// <summary>The tools that a streamed answer called, once it has ended; null before, and for a plain one.</summary>
    internal IReadOnlyList<string>? ToolCalls { get; set; }

    internal TimeSpan? TimeToFirstToken { get; set; }

    internal long StartTimestamp { get; set; }

    internal RoundTripOutcome Outcome { get; set; } = RoundTripOutcome.Abandoned;

    internal RouterErrorCode? Error { get; set; }

    internal int AttemptCount => _attempts?.Count ?? 0;

    /// <summary>Asks to be called once when the round trip is settled: after success, failure, cancellation and abandonment alike.</summary>
    /// <param name="callback">Gets the record. Callbacks run in reverse order of registration, the innermost filter's first.</param>
    public void OnSettled(Func<DecisionRecord, ValueTask> callback) =>
        (_settled ??= []).Add(callback);

    internal IReadOnlyList<Func<DecisionRecord, ValueTask>>? Settled => _settled;

    internal int AddAttempt(Attempt attempt)
    {
        // Two deployments may race, so two attempts may end at once.
        lock (_gate)
        {
            (_attempts ??= []).Add(attempt);
            return _attempts.Count - 1;
        }
    }

    internal void ReplaceAttempt(int index, Attempt attempt) => _attempts![index] = attempt;

    internal void Note(string note)
    {
        _notes ??= [];
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
