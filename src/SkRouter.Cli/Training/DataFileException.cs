using SkRouter.Cli.Commands;

namespace SkRouter.Cli.Training;

/// <summary>A data file cannot be used.</summary>
internal sealed class DataFileException(string message) : CommandException(message);
