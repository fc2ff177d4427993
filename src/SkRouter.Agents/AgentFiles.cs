using SkRouter.Agents.Yaml;

namespace SkRouter.Agents;

/// <summary>Reads the role and team files of a folder.</summary>
public static class AgentFiles
{
    /// <summary>Reads every <c>.yaml</c> and <c>.yml</c> file of a folder, not those of folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The roles and teams that they define.</returns>
    /// <exception cref="AgentFileException">Something is wrong; the exception lists every fault of every file.</exception>
    public static AgentDefinitions Read(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var reader = new DefinitionReader();
        if (!Directory.Exists(folder))
        {
            reader.Faults.Add(
                new(folder, 0, 0),
                "there is no such folder",
                "name the folder that holds the role files"
            );
        }
        else
        {
            var files = Directory
                .EnumerateFiles(folder)
                .Where(static file =>
                    Path.GetExtension(file).ToUpperInvariant() is ".YAML" or ".YML"
                )
                .Order(StringComparer.Ordinal)
                .ToList();
            if (files.Count == 0)
            {
                reader.Faults.Add(
                    new(folder, 0, 0),
                    "it holds no .yaml file",
                    "write one file for each role"
                );
            }

            foreach (var file in files)
            {
                ReadFile(reader, file);
            }
        }

        return reader.Finish(folder);
    }

    private static void ReadFile(DefinitionReader reader, string file)
    {
        var name = Path.GetFileName(file);
        try
        {
            if (new FileInfo(file).Length > DefinitionReader.LargestFile)
            {
                reader.Faults.Add(
                    new(name, 1, 1),
                    FormattableString.Invariant(
                        $"it is larger than {DefinitionReader.LargestFile / 1024} KiB"
                    ),
                    "shorten it, or move it out of the folder"
                );
                return;
            }

            reader.Read(name, File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reader.Faults.Add(
                new(name, 0, 0),
                $"it cannot be read: {exception.Message}",
                "make it readable"
            );
        }
    }
}
