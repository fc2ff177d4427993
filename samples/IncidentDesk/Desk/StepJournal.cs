using System.Globalization;
using System.Text.Json;

namespace IncidentDesk.Desk;

/// <summary>What every desk handed on, in files, so that a run that was killed goes on at the desk where it was.</summary>
internal sealed class StepJournal(string folder, string run)
{
    private static readonly JsonSerializerOptions Format = new() { IncludeFields = true };

    private readonly string _folder = Path.Combine(folder, "steps", run);
    private int _number;

    /// <summary>Names the present step, the same when the run is taken up again.</summary>
    public string Scope => string.Create(CultureInfo.InvariantCulture, $"{run}/{_number}");

    /// <summary>What the step that begins now handed on before the run was killed; null if it has to be done.</summary>
    public StepRecord? Replay(string desk)
    {
        var path = PathOf(desk);
        if (!File.Exists(path))
        {
            return null;
        }

        var record = JsonSerializer.Deserialize<StepRecord>(File.ReadAllText(path), Format);
        _number++;
        return record;
    }

    /// <summary>Keeps what the present step hands on, whole or not at all.</summary>
    public void Save(string desk, StepRecord record)
    {
        Directory.CreateDirectory(_folder);
        var half = PathOf(desk) + ".part";
        File.WriteAllText(half, JsonSerializer.Serialize(record, Format));
        File.Move(half, PathOf(desk), overwrite: true);
        _number++;
    }

    private string PathOf(string desk) =>
        Path.Combine(
            _folder,
            string.Create(CultureInfo.InvariantCulture, $"{_number:000}-{desk}.json")
        );
}
