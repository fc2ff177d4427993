using System.Text.RegularExpressions;

namespace SkRouter.Simulator.Answering;

/// <summary>What the patterns of a rule's condition captured; a later pattern's groups win.</summary>
internal sealed class Captures
{
    public static readonly Captures None = new();

    private readonly List<Match> _matches = [];

    public void Add(Match match) => _matches.Add(match);

    public string? Find(string name)
    {
        for (var i = _matches.Count - 1; i >= 0; i--)
        {
            if (_matches[i].Groups.TryGetValue(name, out var group) && group.Success)
            {
                return group.Value;
            }
        }

        return null;
    }
}
