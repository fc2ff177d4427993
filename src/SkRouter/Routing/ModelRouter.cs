using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Budgets;
using SkRouter.DependencyInjection;
using SkRouter.Escalation;
using SkRouter.Pipeline;
using SkRouter.Plugin;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.Routing;

/// <summary>
/// The router, with two faces. To Semantic Kernel it is a chat completion service and runs the tool loop, routing each round
/// trip of it. To Microsoft.Extensions.AI and the Agent Framework it is a chat client, and the loop is above it.
/// </summary>
public sealed class ModelRouter : IChatCompletionService, IChatClient
{
    private static readonly Dictionary<string, object?> NoAttributes = [];
    private static readonly ChatClientMetadata Metadata = new("skrouter");

    private readonly RoundTrips _roundTrips;
    private readonly ToolLoop _loop;
    private readonly Func<RouterModel> _model;
    private readonly OutcomeLearning _learning;

    internal ModelRouter(
        RoundTrips roundTrips,
        Func<RouterModel> model,
        ISpendLedger ledger,
        RouterHealth health,
        OutcomeLearning learning,
        IServiceProvider services
    )
    {
        Services = services;
        _roundTrips = roundTrips;
        _model = model;
        _loop = new(roundTrips);
        Ledger = ledger;
        Health = health;
        _learning = learning;
    }

    /// <summary>The services of the app that the router works in.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Where the spend of every round trip is.</summary>
    public ISpendLedger Ledger { get; }

    /// <summary>How every deployment is doing; deployments can be drained and restored here.</summary>
    public RouterHealth Health { get; }

    /// <summary>What may be spent, by whom, over which time; editable while the router runs.</summary>
    public RouterBudgets Budgets => Services.GetRequiredService<RouterBudgets>();

    /// <summary>What became of runs: roles with <see cref="RoleOptions.EscalateWithin"/> learn from it.</summary>
    public RunOutcomes RunOutcomes => Services.GetRequiredService<RunOutcomes>();

    /// <summary>Names of the roles.</summary>
    /// <exception cref="Resilience.RouterConfigurationException">The configuration is wrong.</exception>
    public IReadOnlyCollection<string> Roles => _model().Roles.Keys;

    /// <summary>The deployments that the router found in the app's services.</summary>
    /// <exception cref="Resilience.RouterConfigurationException">The configuration is wrong.</exception>
    public IReadOnlyList<Catalog.Deployment> Deployments => _model().Catalog.All;

    /// <summary>Empty: a model id here would let Semantic Kernel pick the router where a model was meant.</summary>
    public IReadOnlyDictionary<string, object?> Attributes => NoAttributes;

    /// <summary>Checks the whole configuration now instead of on the first call. A host does this when it starts.</summary>
    /// <exception cref="Resilience.RouterConfigurationException">Lists everything that is wrong.</exception>
    public void Validate() => _model();

    /// <summary>
    /// Changes roles while the app runs: all of it, or nothing if anything is wrong. Round trips that have begun go by the old ones. A role
    /// that is new has no keyed service; ask for it by <see cref="ForRole"/> or by name in a call.
    /// </summary>
    /// <param name="changed">Roles that are new or different, whole.</param>
    /// <param name="removed">Names of roles that are no more.</param>
    /// <exception cref="RouterConfigurationException">Lists everything that is wrong; nothing has changed.</exception>
    public void ReplaceRoles(
        IReadOnlyDictionary<string, RoleOptions> changed,
        IReadOnlyCollection<string>? removed = null
    )
    {
        ArgumentNullException.ThrowIfNull(changed);
        Services.GetRequiredService<RoleUpdate>().Apply(changed, removed ?? []);
    }

    /// <summary>
    /// Begins a run: every call that is made while it is open, in this flow and those that it starts, belongs to it, and so does a call
    /// that names its id. Within another run it is part of that one.
    /// </summary>
    /// <param name="name">A name for it.</param>
    /// <param name="budgetUsd">What it may spend, in USD, set aside in the run around it; null for what is around it.</param>
    /// <param name="onExhausted">What happens when that is used up.</param>
    /// <param name="id">An id of the app's own that its calls carry, such as that of a run that goes on; null for a new one.</param>
    /// <exception cref="BudgetExceededException">The run around it has not that much left.</exception>
    public RouterRun BeginRun(
        string name,
        decimal? budgetUsd = null,
        OnExhausted onExhausted = OnExhausted.Refuse,
        string? id = null
    ) => Services.GetRequiredService<RouterRuns>().Begin(name, budgetUsd, onExhausted, id);

    /// <summary>The router for one role: as a chat client, and as a chat completion service.</summary>
    /// <param name="role">A role, deployment or model.</param>
    public RoleView ForRole(string role) => new(this, role);

    /// <summary>
    /// What the router would do with a request, and why, without asking any model. It decides by what is known now: health, limits and
    /// abilities as they are, filters not asked. Nothing is booked, learned or recorded.
    /// </summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">What goes with it, such as tools; they may carry what <see cref="CarrierKeys"/> names.</param>
    /// <param name="role">A role, deployment or model; null for what the options or the surroundings say.</param>
    /// <returns>The decision; where nobody can serve the request, <see cref="RoutePreview.Error"/> says so.</returns>
    /// <exception cref="RouterException">There is no such role, or the options carry what cannot be read.</exception>
    /// <exception cref="RouterConfigurationException">The configuration is wrong.</exception>
    public RoutePreview Explain(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        string? role = null
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _roundTrips.Preview(new ModelRequest(Snapshot(messages), options), role);
    }

    /// <summary>Tells what became of an answer: a test that passed, a rating, a correction. The router learns from it which model can do what.</summary>
    /// <param name="id">The round trip: <see cref="DecisionRecord.Id"/> of the record on the answer.</param>
    /// <param name="score">0 (useless) to 1 (as good as it gets).</param>
    /// <returns>False if the round trip is unknown, or so old that it has been forgotten.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is not between 0 and 1.</exception>
    public bool ReportOutcome(string id, double score)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return _learning.Report(id, RunOutcomes.Score(score));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) => AnswerAsync(null, chatHistory, executionSettings, kernel, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) => StreamAsync(null, chatHistory, executionSettings, kernel, cancellationToken);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => AnswerAsync(null, messages, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => StreamAsync(null, messages, options, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
        {
            return null;
        }

        // A deployment's own parts are not shown: whoever found its tool loop there would leave out the one above the router.
        return serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the container owns the deployments.</summary>
    public void Dispose() { }

    /// <summary>The name of the role of a call that names none.</summary>
    internal string DefaultRole => _model().DefaultRole.Name;

    /// <summary>Gets whether a default role is named, or follows because there is only one.</summary>
    internal bool HasDefaultRole => _model().Roles.ContainsKey(DefaultRole);

    /// <summary>Finds out which role, agent, run and tenant a call belongs to, and whether its caller may make it. Nothing is asked or booked.</summary>
    /// <exception cref="RouterException">It names what there is not, or what its caller may not use.</exception>
    internal ModelInvocationContext Identify(ModelRequest request, string? target) =>
        _roundTrips.Identify(request, target);

    /// <summary>A whole plain round trip, with everything that is known of it.</summary>
    internal ValueTask<ModelInvocationContext> InvokeAsync(
        ModelRequest request,
        string? target,
        CancellationToken cancellationToken
    ) => _roundTrips.AnswerAsync(request, target, cancellationToken);

    /// <summary>A streamed round trip that begins when it is read, and what is known of it while it goes on.</summary>
    internal (ModelInvocationContext Context, IAsyncEnumerable<AnswerChunk> Chunks) OpenStream(
        ModelRequest request,
        string? target,
        CancellationToken cancellationToken
    )
    {
        var context = _roundTrips.Open(request, cancellationToken);
        return (context, _roundTrips.StreamAsync(context, target));
    }

    internal Task<IReadOnlyList<ChatMessageContent>> AnswerAsync(
        string? view,
        ChatHistory history,
        PromptExecutionSettings? settings,
        Kernel? kernel,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(history);
        return _loop.RunAsync(view, history, settings, kernel, cancellationToken);
    }

    internal IAsyncEnumerable<StreamingChatMessageContent> StreamAsync(
        string? view,
        ChatHistory history,
        PromptExecutionSettings? settings,
        Kernel? kernel,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(history);
        return _loop.StreamAsync(view, history, settings, kernel, cancellationToken);
    }

    internal async Task<ChatResponse> AnswerAsync(
        string? view,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = new ModelRequest(Snapshot(messages), options);
        var context = await _roundTrips
            .AnswerAsync(request, view, cancellationToken)
            .ConfigureAwait(false);
        var response = context.Answer!.Response;
        (response.AdditionalProperties ??= [])[DecisionRecord.MetadataKey] = context.Record;
        if (context.Answer.HasToolCalls)
        {
            foreach (var message in response.Messages)
            {
                ToolCaller.Remember(message.Contents, context.Run);
            }
        }

        return response;
    }

    internal async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        string? view,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = new ModelRequest(Snapshot(messages), options);
        var context = _roundTrips.Open(request, cancellationToken);
        await foreach (var chunk in _roundTrips.StreamAsync(context, view).ConfigureAwait(false))
        {
            var update = chunk.ToUpdate();
            ToolCaller.Remember(update.Contents, context.Run);
            yield return update;
        }
    }

    private static IReadOnlyList<ChatMessage> Snapshot(IEnumerable<ChatMessage> messages) =>
        messages as IReadOnlyList<ChatMessage> ?? [.. messages];
}
