namespace SkRouter.Cli.Commands;

/// <summary>A command cannot go on. The message says where, what and what to do, and is shown as it is.</summary>
internal class CommandException(string message) : Exception(message);
