using System.Text.Json;

namespace SkRouter.Simulator.Answering;

/// <summary>Gathers what rules need from the messages of one request, whatever its protocol calls them.</summary>
internal sealed class ConversationReading
{
    private readonly List<string> _texts = [];
    private readonly List<string> _system = [];
    private readonly List<string> _toolResults = [];
    private string _user = "";
    private string _lastRole = "";
    private long _tokens = TokenEstimator.PerRequest;

    public void System(string text, string role = "system")
    {
        _system.Add(text);
        Add(role, text);
    }

    public void User(string text)
    {
        _user = text;
        _toolResults.Clear();
        Add("user", text);
    }

    public void Assistant(string text) => Add("assistant", text);

    public void ToolResult(string text)
    {
        _toolResults.Add(text);
        Add("tool", text);
    }

    /// <summary>What costs tokens but is no text of a message: calls and definitions.</summary>
    public void Count(string? text) => _tokens += TokenEstimator.Count(text);

    public SimulatedRequest Build(JsonElement body, string model, IReadOnlyList<string> tools) =>
        new(body, _texts)
        {
            Model = model,
            User = _user,
            System = string.Join('\n', _system),
            ToolResults = [.. _toolResults],
            LastRole = _lastRole,
            Tools = tools,
            PromptTokens = _tokens,
        };

    private void Add(string role, string text)
    {
        _lastRole = role;
        _texts.Add(text);
        _tokens += TokenEstimator.PerMessage + TokenEstimator.Count(text);
    }
}
