namespace SkRouter.Agents.Yaml;

/// <summary>That a team's file names a member.</summary>
internal readonly record struct TeamMember(string Team, string Name, DefinitionPlace Place);
