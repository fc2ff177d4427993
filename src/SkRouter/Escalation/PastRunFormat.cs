namespace SkRouter.Escalation;

/// <summary>How a past run is stored.</summary>
internal static class PastRunFormat
{
    private const int MostPoints = 4_096;

    internal static void Write(BinaryWriter writer, PastRun run)
    {
        writer.Write(run.Model);
        Write(writer, run.Chances);
        Write(writer, run.CostUsd);
        writer.Write(run.Success);
        writer.Write(run.StrongSuccess);
        writer.Write(run.StrongCostUsd);
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static PastRun Read(BinaryReader reader)
    {
        var run = new PastRun
        {
            Model = reader.ReadString(),
            Chances = ReadNumbers(reader),
            CostUsd = ReadNumbers(reader),
            Success = reader.ReadSingle(),
            StrongSuccess = reader.ReadSingle(),
            StrongCostUsd = reader.ReadSingle(),
        };
        return run.Chances.Length > 0 && run.CostUsd.Length == run.Chances.Length + 1
            ? run
            : throw new InvalidDataException("A run of the escalation model is damaged.");
    }

    private static void Write(BinaryWriter writer, float[] numbers)
    {
        writer.Write(numbers.Length);
        foreach (var number in numbers)
        {
            writer.Write(number);
        }
    }

    private static float[] ReadNumbers(BinaryReader reader)
    {
        var numbers = new float[
            reader.ReadInt32() is var length and >= 0 and <= MostPoints
                ? length
                : throw new InvalidDataException("A run of the escalation model is damaged.")
        ];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadSingle();
        }

        return numbers;
    }
}
