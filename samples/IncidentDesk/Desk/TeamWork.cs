using IncidentDesk.Reporting;
using IncidentDesk.Tools;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SkRouter.Agents;

namespace IncidentDesk.Desk;

/// <summary>A team whose shape in its file is all there is to it: it is asked about the case as one agent.</summary>
internal static class TeamWork
{
    /// <returns>The case with what the team answered and changed.</returns>
    public static async Task<CaseFile> ToEndAsync(
        AIAgent team,
        TeamShape shape,
        CaseFile file,
        PatchFolder patches,
        DeskProgress progress,
        CancellationToken cancellation
    )
    {
        progress.Say(team.Name!, "begins");
        var updates = new List<AgentResponseUpdate>();
        await foreach (
            var update in team.RunStreamingAsync(
                Questions.Work(file),
                cancellationToken: cancellation
            )
        )
        {
            if (updates.Count > 0 && update.AuthorName != updates[^1].AuthorName)
            {
                Quote(updates, progress);
            }

            updates.Add(update);
        }

        Quote(updates, progress);
        return file with { Report = Report(shape, Answers(updates)), Diff = patches.Diff() };
    }

    /// <summary>What the member said who spoke last.</summary>
    private static void Quote(List<AgentResponseUpdate> updates, DeskProgress progress)
    {
        if (Answers(updates) is [.., var answer])
        {
            progress.Quote(answer.AuthorName ?? "team", answer.Text);
        }
    }

    private static List<ChatMessage> Answers(List<AgentResponseUpdate> updates) =>
        [
            .. updates
                .ToAgentResponse()
                .Messages.Where(static said =>
                    said.Role == ChatRole.Assistant && !string.IsNullOrWhiteSpace(said.Text)
                ),
        ];

    /// <summary>Members who worked side by side have all of the answer; of others the last one has the last word.</summary>
    private static string Report(TeamShape shape, List<ChatMessage> answers) =>
        answers.Count == 0 ? ""
        : shape is TeamShape.Concurrent
            ? string.Join(
                "\n\n",
                answers.Select(static answer => $"## {answer.AuthorName}\n{answer.Text.Trim()}")
            )
        : answers[^1].Text.Trim();
}
