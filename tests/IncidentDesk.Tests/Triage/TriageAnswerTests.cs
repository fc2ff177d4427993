using IncidentDesk.Triage;

namespace IncidentDesk.Tests.Triage;

public class TriageAnswerTests
{
    [Theory]
    [InlineData("1: noise\n2: symptom")]
    [InlineData("1. Noise\r\n2) **SYMPTOM**")]
    [InlineData("Here you are:\n- 1: noise (usual)\n- 2: symptom\n")]
    [InlineData("```\n1 - noise\n2 - symptom\n```")]
    [InlineData("2: symptom\n1: noise")]
    public void Read_AnswerInAnyDress_FindsTheLabels(string answer) =>
        TriageAnswer.Read(answer, 2).ShouldBe([LineLabel.Noise, LineLabel.Symptom]);

    [Theory]
    [InlineData("")]
    [InlineData("noise")]
    [InlineData("3: noise\n0: noise\n99999999999: noise")]
    [InlineData("1: unlabelled\n2: 4\n1: noisy")]
    public void Read_AnswerThatLabelsNothing_LeavesLinesUnlabelled(string answer) =>
        TriageAnswer.Read(answer, 2).ShouldAllBe(label => label == LineLabel.Unlabelled);
}
