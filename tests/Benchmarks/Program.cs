namespace SkRouter.Benchmarks;

internal static class Program
{
    private static void Main() { }
}
