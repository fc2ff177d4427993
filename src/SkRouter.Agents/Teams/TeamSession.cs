using System.Globalization;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace SkRouter.Agents.Teams;

/// <summary>A conversation with a team: what was asked and answered so far. Its id is the run of every call that the team makes.</summary>
internal sealed class TeamSession(string id) : AgentSession
{
    public TeamSession()
        : this(Guid.CreateVersion7().ToString("n", CultureInfo.InvariantCulture)) { }

    public string Id => id;

    public List<ChatMessage> Messages { get; } = [];

    public JsonElement Serialize(JsonSerializerOptions? options)
    {
        var used = options ?? AIJsonUtilities.DefaultOptions;
        return JsonSerializer.SerializeToElement(
            new Dictionary<string, JsonElement>
            {
                ["id"] = JsonSerializer.SerializeToElement(id, used),
                ["messages"] = JsonSerializer.SerializeToElement(Messages, used),
            },
            used
        );
    }

    public static TeamSession Deserialize(JsonElement state, JsonSerializerOptions? options)
    {
        var used = options ?? AIJsonUtilities.DefaultOptions;
        if (
            state.ValueKind is not JsonValueKind.Object
            || !state.TryGetProperty("id", out var id)
            || !state.TryGetProperty("messages", out var messages)
        )
        {
            throw new ArgumentException("This is no session of a team.", nameof(state));
        }

        var session = new TeamSession(id.GetString()!);
        session.Messages.AddRange(messages.Deserialize<List<ChatMessage>>(used) ?? []);
        return session;
    }
}
