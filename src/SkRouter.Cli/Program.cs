namespace SkRouter.Cli;

internal static class Program
{
    private static void Main() { }
}
