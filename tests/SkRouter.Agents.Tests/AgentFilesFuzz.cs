using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace SkRouter.Agents.Tests;

public class AgentFilesFuzz
{
    private static readonly string[] Pieces =
    [
        "kind: role\n",
        "kind: team\n",
        "name: a\n",
        "instructions: |\n  x\n",
        "routing:\n",
        "  prefer: [m]\n",
        "members: [a]\n",
        "limits: {rounds: 1}\n",
        "settings: {temperature: 0}\n",
        "type: chat_completion_agent\n",
        "model: {id: m}\n",
        "tools:\n",
        "- id: a\n",
        "shape: handoff\n",
        "handoffs:\n",
        "  a: [a]\n",
        "  loops:\n",
        "    upTo: stop\n",
        "    tools: {a: {exempt: true}}\n",
        "- ",
        "? ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a ",
        "!!int ",
        "<<: *a\n",
        "\t",
        "  ",
        "\n",
        "---\n",
        "...\n",
        "%YAML 9.9\n",
        "\"",
        "'",
        "\\u0000",
        "\0",
        "ü",
        "#",
        "|",
        ">",
        ",",
        "~",
        "9e999",
    ];

    [Property(MaxTest = 2000)]
    public Property Read_AnyText_GivesDefinitionsOrFaultsWithPlaces()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));
        return Prop.ForAll(texts.ToArbitrary(), ReadsOrFaults);
    }

    [Property(MaxTest = 500)]
    public Property Read_RoleWithOneCharacterChanged_GivesDefinitionsOrFaultsWithPlaces()
    {
        var changes =
            from at in Gen.Choose(0, AgentFolder.Role.Length - 1)
            from letter in Gen.Elements("\n\t :[]{}&*!|>'\"%@`#-?,~\0ü9a".ToCharArray())
            select new StringBuilder(AgentFolder.Role) { [at] = letter }.ToString();
        return Prop.ForAll(changes.ToArbitrary(), ReadsOrFaults);
    }

    private static bool ReadsOrFaults(string text)
    {
        using var folder = new AgentFolder(("a.yaml", text));
        try
        {
            return folder.Read().Roles.Count <= 1;
        }
        catch (AgentFileException exception)
        {
            return exception.Faults.Count > 0
                && exception.Faults.All(fault =>
                    fault.Place is { Line: >= 1, Column: >= 1, File: "a.yaml" }
                    && fault.Problem.Length > 0
                    && fault.Fix.Length > 0
                );
        }
    }
}
