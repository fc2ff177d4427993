using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SkRouter.Classification;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>
/// Writes records exactly as the serializer would, member by member: every round trip waits for it, and the serializer asks for the
/// dozens of members that are at their defaults, one by one.
/// </summary>
#pragma warning disable CA1001 // It lives as long as its thread, and holds nothing but memory.
internal sealed class RecordWriter
#pragma warning restore CA1001
{
    private const int Usual = 2_048;

    [ThreadStatic]
    private static RecordWriter? _own;

    private readonly ArrayBufferWriter<byte> _bytes = new(Usual);
    private readonly Utf8JsonWriter _json;
    private readonly SparseJson _members;

    private RecordWriter()
    {
        _json = new(
            _bytes,
            new()
            {
                // It goes into a file, not into a page.
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                SkipValidation = true,
            }
        );
        _members = new(_json);
    }

    public static byte[] Write(DecisionRecord record, JsonSerializerOptions rest)
    {
        var writer = _own ??= new();
        writer._bytes.ResetWrittenCount();
        writer._json.Reset();
        writer.Record(record, rest);
        writer._json.Flush();
        return writer._bytes.WrittenSpan.ToArray();
    }

    private void Record(DecisionRecord record, JsonSerializerOptions rest)
    {
        _json.WriteStartObject();
        _members.Text("id"u8, record.Id);
        _members.Time("startedAt"u8, record.StartedAt);
        _members.Span("duration"u8, record.Duration, always: false);
        _members.Span("timeToFirstToken"u8, record.TimeToFirstToken);
        _members.Text("role"u8, record.Role);
        _members.Text("agent"u8, record.Agent);
        _members.Text("run"u8, record.Run);
        _members.Text("tenant"u8, record.Tenant);
        _members.Flag("streamed"u8, record.Streamed);
        if (record.Profile is { } profile)
        {
            _json.WritePropertyName("profile"u8);
            Profile(profile);
        }

        if (record.Route is { } route)
        {
            _json.WritePropertyName("route"u8);
            Route(route, rest);
        }

        _json.WriteStartArray("attempts"u8);
        foreach (var attempt in record.Attempts)
        {
            Attempt(attempt, rest);
        }

        _json.WriteEndArray();
        if (record.Outcome != default)
        {
            _json.WriteString("outcome"u8, record.Outcome.ToString());
        }

        if (record.Error is { } error)
        {
            _json.WriteString("error"u8, error.ToString());
        }

        _members.Text("deployment"u8, record.Deployment);
        _members.Text("model"u8, record.Model);
        _members.Text("provider"u8, record.Provider);
        _members.Flag("fellBack"u8, record.FellBack);
        _json.WritePropertyName("usage"u8);
        Usage(record.Usage, rest);
        _members.Money("costUsd"u8, record.CostUsd);
        _members.Money("worstCaseUsd"u8, record.WorstCaseUsd);
        _members.Money("baselineUsd"u8, record.BaselineUsd);
        _members.Text("priceVersion"u8, record.PriceVersion);
        _members.Texts("toolCalls"u8, record.ToolCalls);
        if (record.Loop is { } loop)
        {
            _json.WritePropertyName("loop"u8);
            JsonSerializer.Serialize(_json, loop, rest);
        }

        _members.Texts("notes"u8, record.Notes);
        _json.WriteStartObject("tags"u8);
        foreach (var (key, value) in record.Tags)
        {
            _json.WriteString(key, value);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Profile(TaskProfile profile)
    {
        _json.WriteStartObject();
        if (profile.Category != default)
        {
            _json.WriteString("category"u8, profile.Category.ToString());
        }

        _json.WriteStartArray("categoryProbabilities"u8);
        foreach (var probability in profile.CategoryProbabilities)
        {
            if (float.IsFinite(probability))
            {
                _json.WriteNumberValue(probability);
            }
            else
            {
                _json.WriteStringValue(probability.ToString(CultureInfo.InvariantCulture));
            }
        }

        _json.WriteEndArray();
        _members.Number("difficulty"u8, profile.Difficulty);
        _members.Number("cheapSuffices"u8, profile.CheapSuffices);
        _members.Number("expectedGain"u8, profile.ExpectedGain);
        _members.Number("confidence"u8, profile.Confidence);
        _members.Count("estimatedInputTokens"u8, profile.EstimatedInputTokens);
        _members.Text("classifier"u8, profile.Classifier);
        _json.WriteEndObject();
    }

    private void Route(Route route, JsonSerializerOptions rest)
    {
        _json.WriteStartObject();
        _members.Text("policy"u8, route.Policy);
        _members.Numbers("policyNumbers"u8, route.PolicyNumbers);
        _json.WriteStartArray("assessed"u8);
        foreach (var candidate in route.Assessed)
        {
            JsonSerializer.Serialize(_json, candidate, rest);
        }

        _json.WriteEndArray();
        _members.Text("lastModel"u8, route.LastModel);
        _members.Numbers("draws"u8, route.Draws);
        _json.WriteStartArray("candidates"u8);
        foreach (var (deployment, reason) in route.Candidates)
        {
            _json.WriteStartObject();
            _json.WritePropertyName("deployment"u8);
            DeploymentJson.WriteTo(_json, deployment);
            _members.Text("reason"u8, reason);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteStartArray("exclusions"u8);
        foreach (var (deployment, reason) in route.Exclusions)
        {
            _json.WriteStartObject();
            _members.Text("deployment"u8, deployment);
            _members.Text("reason"u8, reason);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Attempt(Attempt attempt, JsonSerializerOptions rest)
    {
        _json.WriteStartObject();
        _members.Text("deployment"u8, attempt.Deployment);
        _members.Text("model"u8, attempt.Model);
        _members.Time("startedAt"u8, attempt.StartedAt);
        _members.Span("duration"u8, attempt.Duration, always: false);
        _members.Span("timeToFirstToken"u8, attempt.TimeToFirstToken);
        _members.Text("timeLimit"u8, attempt.TimeLimit);
        if (attempt.Outcome != default)
        {
            _json.WriteString("outcome"u8, attempt.Outcome.ToString());
        }

        if (attempt.FailureKind is { } kind)
        {
            _json.WriteString("failureKind"u8, kind.ToString());
        }

        if (attempt.Status is { } status)
        {
            _json.WriteNumber("status"u8, status);
        }

        _members.Text("reason"u8, attempt.Reason);
        if (attempt.Usage is { } usage)
        {
            _json.WritePropertyName("usage"u8);
            Usage(usage, rest);
        }

        _members.Money("costUsd"u8, attempt.CostUsd);
        _members.Money("billedUsd"u8, attempt.BilledUsd);
        _members.Text("serviceTier"u8, attempt.ServiceTier);
        _members.Text("region"u8, attempt.Region);
        _json.WriteEndObject();
    }

    private void Usage(TokenUsage usage, JsonSerializerOptions rest)
    {
        if (!usage.IsPlain)
        {
            JsonSerializer.Serialize(_json, usage, rest);
            return;
        }

        _json.WriteStartObject();
        _members.Count("inputTokens"u8, usage.InputTokens);
        _members.Count("cacheReadTokens"u8, usage.CacheReadTokens);
        _members.Count("cacheWriteTokens"u8, usage.CacheWriteTokens);
        _members.Count("outputTokens"u8, usage.OutputTokens);
        _members.Count("reasoningTokens"u8, usage.ReasoningTokens);
        _members.Flag("estimated"u8, usage.Estimated);
        _json.WriteEndObject();
    }
}
