namespace SkRouter.Connectors;

/// <summary>What to do with a setting that the provider does not have.</summary>
public enum UnsupportedParameters
{
    /// <summary>Leave it out and name it in the answer (<see cref="ProviderFields.Dropped"/>).</summary>
    Drop,

    /// <summary>Refuse the request before anything is sent, with a <see cref="NotSupportedException"/> that names the setting.</summary>
    Refuse,
}
