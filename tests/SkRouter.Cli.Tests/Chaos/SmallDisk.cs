using System.Diagnostics;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>A file system of some megabytes in memory, which can be filled without harm. Needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 96;
    private const int Block = 64 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-disk");

    private SmallDisk() { }

    public string Folder => _folder.FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <returns>Null where this account may not mount.</returns>
    public static SmallDisk? TryMount()
    {
        var disk = new SmallDisk();
        if (
            OperatingSystem.IsLinux()
            && Run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                FormattableString.Invariant($"size={Megabytes}m"),
                "tmpfs",
                disk.Folder
            )
        )
        {
            return disk;
        }

        disk._folder.Delete();
        return null;
    }

    /// <summary>Fills it to the last block.</summary>
    public void Fill()
    {
        using var file = new FileStream(
            Ballast,
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0
        );
        var block = new byte[Block];
        foreach (var size in (int[])[Block, 4096])
        {
            try
            {
                while (true)
                {
                    file.Write(block, 0, size);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        _folder.Delete(recursive: true);
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command, arguments)
                {
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
