using System.CommandLine;
using SkRouter.Classification;

namespace SkRouter.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class DataOptions
{
    internal static Option<FileInfo[]> Data() =>
        new("--data")
        {
            Description =
                "JSON Lines with id, prompt and strong_correct + weak_correct (0 to 1), category, or steps in each line.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };

    internal static Option<FileInfo?> Weights() =>
        new("--weights")
        {
            Description = "Weights made by `skrouter train`. Default: those that ship.",
        };

    internal static Option<bool> Json() =>
        new("--json") { Description = "Print one JSON object instead of tables." };

    internal static ClassifierWeights ReadWeights(FileInfo? file)
    {
        if (file is null)
        {
            return LearnedTaskClassifier.ReadShipped();
        }

        if (!file.Exists)
        {
            throw new CommandException(
                $"{file.FullName}: there is no such file of weights. Make one with `skrouter train --out {file.Name}`."
            );
        }

        try
        {
            return ClassifierWeights.Read(File.ReadAllBytes(file.FullName));
        }
        catch (InvalidDataException e)
        {
            throw new CommandException($"{file.FullName}: {e.Message}");
        }
    }

    /// <summary>Writes a file beside its place first, so that a failure leaves no half of one.</summary>
    internal static void Write(FileInfo file, ReadOnlySpan<byte> content)
    {
        try
        {
            var partial = file.FullName + ".partial";
            File.WriteAllBytes(partial, content);
            File.Move(partial, file.FullName, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"{file.FullName}: cannot be written ({e.Message}). Give a path in a folder that exists and may be written to."
            );
        }
    }
}
