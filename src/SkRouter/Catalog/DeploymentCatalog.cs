using System.Collections.Frozen;

namespace SkRouter.Catalog;

/// <summary>The deployments that the app registered, by key and by the model they serve. Immutable.</summary>
internal sealed class DeploymentCatalog
{
    private readonly FrozenDictionary<string, Deployment> _byKey;
    private readonly FrozenDictionary<string, Deployment[]> _byModel;

    public DeploymentCatalog(IReadOnlyList<Deployment> deployments)
    {
        All = deployments;
        _byKey = deployments.ToFrozenDictionary(d => d.Key, StringComparer.OrdinalIgnoreCase);
        _byModel = deployments
            .GroupBy(d => d.Model, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.ToArray(),
                StringComparer.OrdinalIgnoreCase
            );
        NoteSharedKeys();
    }

    public IReadOnlyList<Deployment> All { get; }

    /// <summary>What a name stands for: one deployment, or all deployments of a model. Empty if there is no such name.</summary>
    public IReadOnlyList<Deployment> Find(string name)
    {
        if (_byKey.TryGetValue(name, out var deployment))
        {
            return [deployment];
        }

        return _byModel.TryGetValue(name, out var deployments) ? deployments : [];
    }

    /// <summary>The deployment under exactly this key, which must exist.</summary>
    public Deployment Get(string key) => _byKey[key];

    public bool Knows(string name) => _byKey.ContainsKey(name) || _byModel.ContainsKey(name);

    private void NoteSharedKeys()
    {
        foreach (
            var sharing in All.Where(static deployment =>
                    deployment.Speaker?.Credential is not null
                )
                .GroupBy(
                    static deployment => deployment.Speaker!.Credential,
                    StringComparer.Ordinal
                )
        )
        {
            Deployment[] deployments = [.. sharing];
            foreach (var deployment in deployments)
            {
                deployment.SharingKey = [.. deployments.Where(other => other != deployment)];
            }
        }
    }
}
