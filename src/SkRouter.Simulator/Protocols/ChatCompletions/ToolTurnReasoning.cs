using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>
/// DeepSeek's rules while it thinks, of both generations at once: what was reasoned in a turn that called tools must come back, in every
/// later request too (since 4.0); what was reasoned in any other turn must not (until 3.1; ignored since).
/// </summary>
internal static class ToolTurnReasoning
{
    private const string Reasoning = "reasoning_content";

    public static void Check(IReadOnlyList<JsonElement> messages)
    {
        var turn = new List<JsonElement>();
        foreach (var message in messages)
        {
            if (message.Text("role") == "user")
            {
                CheckTurn(turn);
                turn.Clear();
            }
            else if (message.Text("role") == "assistant")
            {
                turn.Add(message);
            }
        }

        CheckTurn(turn);
    }

    private static void CheckTurn(List<JsonElement> turn)
    {
        var calledTools = turn.Exists(static message => message.Items("tool_calls").Count > 0);
        foreach (var message in turn)
        {
            var given = message.Text(Reasoning);
            if (calledTools && given is null)
            {
                throw ApiError.Invalid(
                    $"The `{Reasoning}` in the thinking mode must be passed back to the API.",
                    null,
                    "invalid_request_error"
                );
            }

            if (!calledTools && given is not null)
            {
                throw ApiError.Invalid(
                    $"The `{Reasoning}` is an intermediate result for display purposes only and will not be included in the context for inference. Please remove the `{Reasoning}` from your message to reduce network traffic.",
                    null,
                    "invalid_request_error"
                );
            }
        }
    }
}
