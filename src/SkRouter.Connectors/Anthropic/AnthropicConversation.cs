using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Anthropic;

/// <param name="System">The blocks of the system prompt.</param>
/// <param name="Messages">The turns, each role at most once in a row.</param>
internal sealed record AnthropicConversation(JsonArray System, JsonArray Messages);
