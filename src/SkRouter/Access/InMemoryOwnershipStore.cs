namespace SkRouter.Access;

/// <summary>Keeps owners in this process. Of very many names the ones that were claimed first are forgotten first.</summary>
internal sealed class InMemoryOwnershipStore : IOwnershipStore
{
    private const int MostNames = 200_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(OwnedName, string), string> _owners = [];
    private readonly Queue<(OwnedName, string)> _oldest = new();

    public string Claim(OwnedName kind, string name, string owner)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        lock (_gate)
        {
            if (_owners.TryGetValue((kind, name), out var known))
            {
                return known;
            }

            if (_oldest.Count >= MostNames)
            {
                _owners.Remove(_oldest.Dequeue());
            }

            _owners.Add((kind, name), owner);
            _oldest.Enqueue((kind, name));
            return owner;
        }
    }
}
