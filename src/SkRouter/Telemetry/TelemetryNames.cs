namespace SkRouter.Telemetry;

/// <summary>Names of what the router emits, in one place. GenAI names follow OpenTelemetry's semantic conventions.</summary>
internal static class TelemetryNames
{
    public const string Source = "SkRouter";

    public const string RouteSpan = "skrouter.route";
    public const string AttemptSpan = "chat";

    public const string DecisionDuration = "skrouter.decision.duration";
    public const string Attempts = "skrouter.attempts";
    public const string Fallbacks = "skrouter.fallbacks";
    public const string Cost = "skrouter.cost";
    public const string Tokens = "skrouter.tokens";
    public const string Duration = "skrouter.round_trip.duration";
    public const string TimeToFirstToken = "skrouter.time_to_first_token";
    public const string BaselineCost = "skrouter.cost.baseline";
    public const string LedgerQueueDepth = "skrouter.ledger.queue.depth";
    public const string LedgerDamagedFiles = "skrouter.ledger.damaged_files";
    public const string CircuitState = "skrouter.circuit.state";
    public const string BudgetRemaining = "skrouter.budget.remaining";

    public const string LoopEvent = "skrouter.loop";
    public const string LoopKind = "skrouter.loop.kind";
    public const string LoopStep = "skrouter.loop.step";
    public const string LoopCount = "skrouter.loop.count";

    public const string TokenType = "gen_ai.token.type";
    public const string Role = "skrouter.role";
    public const string BudgetScope = "skrouter.budget.scope";
    public const string BudgetName = "skrouter.budget.name";
    public const string BudgetWindow = "skrouter.budget.window";
    public const string Policy = "skrouter.policy";
    public const string Deployment = "skrouter.deployment";
    public const string Outcome = "skrouter.outcome";
    public const string FailureKind = "error.type";
    public const string AgentName = "gen_ai.agent.name";
    public const string ConversationId = "gen_ai.conversation.id";
    public const string Operation = "gen_ai.operation.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string StatusCode = "http.response.status_code";
}
